package io.holdfast.connector;

import io.holdfast.model.Attachment;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What came with a request.
 *
 * @param bytes empty where it is a form
 * @param fields of a form
 * @param files of a form
 */
public record Body(Buffer bytes, MultiMap fields, List<Attachment> files) {

  /** Reads all of it. */
  public static Future<Body> of(HttpServerRequest request) {
    String type = String.valueOf(request.getHeader("Content-Type"));
    if (!type.startsWith("multipart/form-data")) {
      return request
          .body()
          .map(bytes -> new Body(bytes, MultiMap.caseInsensitiveMultiMap(), List.of()));
    }
    List<Attachment> files = new CopyOnWriteArrayList<>();
    Promise<Body> read = Promise.promise();
    request.setExpectMultipart(true);
    request.uploadHandler(
        upload -> {
          Buffer content = Buffer.buffer();
          upload.handler(content::appendBuffer);
          upload.endHandler(
              end ->
                  files.add(
                      new Attachment(
                          upload.filename(),
                          upload.contentType(),
                          Base64.getEncoder().encodeToString(content.getBytes()))));
        });
    request.endHandler(
        end -> read.complete(new Body(Buffer.buffer(), request.formAttributes(), files)));
    return read.future();
  }
}
