// The Bot API server of telegram-test-api on a port of this machine, until its input ends.
import { TelegramServer } from "telegram-test-api/lib/telegramServer.js";

const [port] = process.argv.slice(2);
await new TelegramServer({ port: Number(port), host: "127.0.0.1", storeTimeout: 3600 }).start();
console.log("ready");
process.stdin.on("end", () => process.exit(0)).resume();
