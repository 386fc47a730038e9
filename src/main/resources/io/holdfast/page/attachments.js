/*
 * Files on their way in: read, and made to fit into one frame. Knows the browser's file and canvas
 * functions; nothing of chats.
 */

/** Tried in turn on a picture that is too large: longest side in pixels, JPEG quality. */
const SMALLER = [
  [1600, 0.82],
  [1200, 0.75],
  [800, 0.7],
  [500, 0.6],
];
const PICTURE = /^image\/(?:png|jpeg|webp)$/;

/** Bytes of base64 that a file of this many bytes takes. */
const encoded = (bytes) => Math.ceil(bytes / 3) * 4;

/**
 * Reads a file as an attachment; a picture is shrunk if it must be.
 *
 * @param room how many bytes of base64 there is room for
 * @return the attachment
 * @throws Error with a message to show when it does not fit
 */
export async function attach(file, room) {
  const name = file.name || "pasted." + (file.type.split("/")[1] || "bin");
  const type = file.type || "application/octet-stream";
  if (encoded(file.size) <= room) return { name, type, data: await base64(file) };
  if (PICTURE.test(type)) {
    const smaller = await shrink(file, room);
    if (smaller) return { name: name.replace(/\.\w+$/, "") + ".jpg", type: "image/jpeg", data: await base64(smaller) };
  }
  throw new Error(
    `${name} is too large: ${Math.max(0, Math.floor((room * 0.75) / 1024))} KB are left in this message.`,
  );
}

async function shrink(file, room) {
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return null;
  for (const [side, quality] of SMALLER) {
    const blob = await draw(bitmap, Math.min(1, side / Math.max(bitmap.width, bitmap.height)), quality);
    if (blob && encoded(blob.size) <= room) return blob;
  }
  return null;
}

function draw(bitmap, scale, quality) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
}

async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(text);
}
