package io.holdfast.runner.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.config.Settings;
import io.holdfast.model.Attachment;
import io.holdfast.model.Outcome;
import io.holdfast.model.SessionKey;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Of the acp runner")
class AcpPartsTest {

  @TempDir Path root;
  private Workspace workspace;

  @BeforeEach
  void open() throws Exception {
    workspace = Workspace.open(root.resolve("workspaces"), new SessionKey("web/chat-1"));
    Files.writeString(root.resolve("secret"), "secret");
    Files.createSymbolicLink(workspace.directory().resolve("out"), root);
    Files.createSymbolicLink(workspace.directory().resolve("file"), root.resolve("secret"));
    Files.createSymbolicLink(workspace.directory().resolve("broken"), root.resolve("not-yet"));
  }

  @ParameterizedTest
  @DisplayName("no path leads out of the workspace:")
  @ValueSource(
      strings = {
        "../secret",
        "a/../../secret",
        "/etc/passwd",
        "out/secret",
        "out",
        "out/new/file",
        "file",
        "broken",
        "..",
        "\0"
      })
  void confined(String path) {
    assertThatThrownBy(() -> workspace.read(path, 1, 1)).isInstanceOf(RpcError.class);
    assertThatThrownBy(() -> workspace.write(path, "x")).isInstanceOf(RpcError.class);
    assertThat(workspace.holds(path)).isFalse();
    assertThat(root.resolve("not-yet")).doesNotExist();
    assertThat(root.resolve("secret")).hasContent("secret");
  }

  @Test
  @DisplayName("files in the workspace are written with their directories, and read by lines")
  void inside() throws Exception {
    String absolute = workspace.directory().resolve("a/b.txt").toString();
    workspace.write(absolute, "one\ntwo\nthree");

    assertThat(workspace.read("a/b.txt", 1, Integer.MAX_VALUE)).isEqualTo("one\ntwo\nthree");
    assertThat(workspace.read(absolute, 2, 1)).isEqualTo("two\n");
    assertThat(workspace.read(absolute, 9, 1)).isEmpty();
    assertThatThrownBy(() -> workspace.write("a", "x")).isInstanceOf(RpcError.class);
  }

  @Test
  @DisplayName("two sessions never share a workspace")
  void names() {
    assertThat(
            List.of(
                "web/a_b", "web/a-b", "web/a/b", "web/" + "x".repeat(90), "web/" + "x".repeat(91)))
        .extracting(key -> Workspace.name(new SessionKey(key)))
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[A-Za-z0-9_-]{1,60}"));
  }

  @Test
  @DisplayName("a message is a line, in whatever pieces it comes")
  void lines() {
    byte[] bytes = "{\"a\":\"ü\"}\r\n\n{}\nbegun".getBytes(StandardCharsets.UTF_8);
    for (int size = 1; size <= bytes.length; size++) {
      List<String> lines = new ArrayList<>();
      Lines framing = new Lines(100, lines::add, () -> lines.add("overflow"));
      for (int from = 0; from < bytes.length; from += size) {
        int length = Math.min(size, bytes.length - from);
        byte[] piece = new byte[length];
        System.arraycopy(bytes, from, piece, 0, length);
        framing.take(piece, length);
      }
      framing.end();
      assertThat(lines).containsExactly("{\"a\":\"ü\"}", "{}");
    }
  }

  @Test
  @DisplayName("a message that is too long ends it, and takes no more memory")
  void tooLong() {
    List<String> lines = new ArrayList<>();
    Lines framing = new Lines(4, lines::add, () -> lines.add("overflow"));
    byte[] bytes = "1234\n12345\n1\n".getBytes(StandardCharsets.UTF_8);
    framing.take(bytes, bytes.length);
    framing.take(bytes, bytes.length);

    assertThat(lines).containsExactly("1234", "overflow");
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @DisplayName("of the rules for its kind and for where it is the stricter counts for a call:")
  @CsvSource({
    "read, in, ALLOW",
    "EDIT, in, ASK",
    "delete, in, DENY",
    "fetch, in, DENY",
    "switch_mode, in, ALLOW",
    "brand_new, in, ASK",
    "read, out, ASK",
    "edit, out, ASK",
    "delete, out, DENY",
    "read, nowhere, ALLOW"
  })
  void rules(String kind, String where, Rule expected) {
    JsonObject permissions =
        JsonObject.of("read", "allow", "edit", "ask", "delete", "deny", "switch-mode", "allow")
            .put("other", "ask")
            .put("outside", "ask");
    JsonArray places =
        where.equals("nowhere") ? new JsonArray() : JsonArray.of(JsonObject.of("path", where));
    ToolCall call = ToolCall.unknown("c1").with(JsonObject.of("kind", kind, "locations", places));
    Ruling ruling =
        Policy.of(new Settings(permissions))
            .judge(call, paths -> Future.succeededFuture(paths.equals(List.of("in"))))
            .result();

    assertThat(ruling.rule()).isEqualTo(expected);
    assertThat(ruling.outside()).isEqualTo(where.equals("out"));
  }

  private static Step step(String key, String label, StepState state, String result) {
    return new Step(key, label, state, 1, result);
  }

  private static String fingerprint(String update) {
    return ToolCall.unknown("c1").with(new JsonObject(update)).fingerprint();
  }

  @ParameterizedTest
  @DisplayName("a call is the same one if it does the same, whatever it is called, and only then:")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "same  | {'title':'x','rawInput':{'a':1,'b':[2]}} | {'title':'x','rawInput':{'b':[2],'a':1}}",
        "same  | {'title':'x','toolCallId':'1','status':'pending'} | {'title':'x','toolCallId':'2'}",
        "same  | {'toolCallId':'7','rawInput':{'call_id':'7','turn_id':'t','started_at_ms':1,'command':['ls']}}"
            + " | {'toolCallId':'8','rawInput':{'call_id':'8','turn_id':'u','started_at_ms':2,'command':['ls']}}",
        "other | {'rawInput':{'call_id':'7'}} | {'rawInput':{'call_id':'8'}}",
        "other | {'title':'x'} | {'title':'y'}",
        "other | {'title':'x','kind':'edit'} | {'title':'x','kind':'delete'}",
        "other | {'rawInput':{'id':1}} | {'rawInput':{'id':2}}",
        "other | {'locations':[{'path':'/a'}]} | {'locations':[{'path':'/b'}]}",
        "other | {'content':[{'type':'diff','path':'/a','newText':'1'}]}"
            + " | {'content':[{'type':'diff','path':'/a','newText':'2'}]}"
      })
  void fingerprints(String expected, String one, String two) {
    boolean same = fingerprint(one.replace('\'', '"')).equals(fingerprint(two.replace('\'', '"')));

    assertThat(same ? "same" : "other").isEqualTo(expected);
  }

  @Test
  @DisplayName("a call stays itself when its agent asks about it with an input that says nothing")
  void emptyInput() {
    JsonObject list = JsonObject.of("rawInput", JsonObject.of("command", "ls build"));
    JsonObject remove = JsonObject.of("rawInput", JsonObject.of("command", "rm -rf build"));
    JsonObject asked = JsonObject.of("title", "bash", "rawInput", new JsonObject());
    ToolCall listing = ToolCall.unknown("c1").with(list).with(asked);
    ToolCall removing = ToolCall.unknown("c1").with(remove).with(asked);

    assertThat(listing.fingerprint()).isNotEqualTo(removing.fingerprint());
    assertThat(listing.named("bash")).isEqualTo("bash: ls build");
    assertThat(listing.named("ls build")).isEqualTo("ls build");
  }

  @Test
  @DisplayName("a permission for the conversation covers a kind, and of an unknown kind one tool")
  void scopes() {
    assertThat(new Ruling(Rule.ASK, "edit", true, "").scope()).isEqualTo("outside-edit");
    assertThat(new Ruling(Rule.ASK, "other", false, "tickets_read").scope())
        .isNotEqualTo(new Ruling(Rule.ASK, "other", false, "tickets_delete").scope())
        .startsWith("inside-other-");
  }

  @Test
  @DisplayName("an answer counts no more once one about the same was used that was asked later")
  void spent() {
    Step first = step("permission-a-1", "bash: ls", StepState.RESULT, "ONCE");
    Step second = step("permission-b-1", "bash: ls", StepState.RESULT, "ONCE");
    Step used = step("used-b-1", "permitted: bash: ls", StepState.RESULT, "");

    assertThat(Consents.unused(List.of(first, second))).containsExactly(first, second);
    assertThat(Consents.unused(List.of(first, second, used))).isEmpty();
  }

  @Test
  @DisplayName("of calls that were cut only the one that waits for an answer is not spoken of")
  void cut() {
    Step running = step("tool-1", "bash", StepState.INTENT, "");
    Step asking = step("tool-2", "bash", StepState.INTENT, "");
    Step asked = step("permission-a-1", "bash: ls", StepState.INTENT, "");

    String told = Wording.continuation("x", List.of(running, asking, asked), true);
    assertThat(told.split("- bash", -1)).hasSize(2);
  }

  @Test
  @DisplayName("two long titles that begin alike are two calls")
  void longTitles() {
    String begun = "x".repeat(1_000);
    assertThat(fingerprint(JsonObject.of("title", begun + "1").encode()))
        .isNotEqualTo(fingerprint(JsonObject.of("title", begun + "2").encode()));
  }

  @Test
  @DisplayName("people are shown what is asked for as it is, and of what is long both ends")
  void question() {
    ToolCall call =
        ToolCall.unknown("c1")
            .with(
                JsonObject.of("title", "run ```it```", "kind", "execute")
                    .put("locations", JsonArray.of(JsonObject.of("path", "/etc/hosts")))
                    .put("rawInput", JsonObject.of("command", "a" + "b".repeat(5_000) + "c")));

    assertThat(Wording.permission(call, new Ruling(Rule.ASK, "execute", true, "")))
        .startsWith(
            "The agent asks whether it may **run a command**, outside of its workspace:\n\n"
                + "````\nrun ```it```\nabb")
        .contains("bbb … 4002 characters left out … bbb", "bbc\n/etc/hosts\n````")
        .hasSizeLessThan(1_300);
  }

  @Test
  @DisplayName("a permission is given once, or for ever where that is all there is, or not at all")
  void choices() {
    JsonObject once = JsonObject.of("kind", "allow_once", "optionId", "1");
    JsonObject always = JsonObject.of("kind", "allow_always", "optionId", "2");

    assertThat(Choice.of(JsonArray.of(always, once), true).encode()).contains("\"optionId\":\"1\"");
    assertThat(Choice.of(JsonArray.of(always), true).encode()).contains("\"optionId\":\"2\"");
    assertThat(Choice.of(JsonArray.of(always), false)).isEqualTo(Choice.cancelled());
  }

  @Test
  @DisplayName("a mode or model is set the way in which the agent offers it")
  void options() {
    JsonObject option =
        new JsonObject(
            """
            {"configOptions": [{"id": "m", "category": "model", "currentValue": "a",
             "options": [{"value": "a"}, {"name": "group", "options": [{"value": "b"}]}]}]}
            """);
    JsonObject models =
        new JsonObject(
            """
            {"models": {"currentModelId": "a",
             "availableModels": [{"modelId": "a"}, {"modelId": "b"}]}}
            """);

    assertThat(SessionOptions.of("model", "b", option))
        .contains(
            new SessionOptions.Setting(
                "session/set_config_option", JsonObject.of("configId", "m", "value", "b")));
    assertThat(SessionOptions.of("model", "b", models))
        .contains(new SessionOptions.Setting("session/set_model", JsonObject.of("modelId", "b")));
    assertThat(SessionOptions.of("model", "a", models)).isEmpty();
    assertThat(SessionOptions.of("model", "", models)).isEmpty();
    assertThatThrownBy(() -> SessionOptions.of("model", "c", models))
        .hasMessageContaining("but a, b");
    assertThatThrownBy(() -> SessionOptions.of("mode", "c", models))
        .isInstanceOf(AgentFailure.class);
  }

  @Test
  @DisplayName("a prompt has the files that the agent takes, and the names of the others")
  void blocks() {
    List<Attachment> files =
        List.of(
            new Attachment("a b.png", "image/png", "AAAA"),
            new Attachment("c.txt", "text/plain", "aGk="),
            new Attachment("d.bin", "application/x", "AAAA"));
    JsonObject said = JsonObject.of("type", "text", "text", "look");
    JsonObject picture =
        JsonObject.of("type", "image", "mimeType", "image/png", "data", "AAAA")
            .put("uri", "attachment:///a%20b.png");
    JsonObject text =
        JsonObject.of("uri", "attachment:///c.txt", "mimeType", "text/plain", "text", "hi");
    JsonObject bytes =
        JsonObject.of("uri", "attachment:///d.bin", "mimeType", "application/x", "blob", "AAAA");
    assertThat(Blocks.of("look", files, taking("image", "embeddedContext")))
        .containsExactly(said, picture, resource(text), resource(bytes));
    assertThat(Blocks.of("look", files, taking("image")))
        .containsExactly(
            JsonObject.of(
                "type",
                "text",
                "text",
                "look\n[attached: c.txt, not shown]\n[attached: d.bin, not shown]"),
            picture);
    assertThat(Blocks.of("look", List.of(), taking())).containsExactly(said);
    assertThat(Blocks.of("", files.subList(0, 1), taking("image"))).containsExactly(picture);
  }

  @Test
  @DisplayName("an answer has the files that the agent gives, as far as there is room")
  void given() {
    ReplyFiles files = new ReplyFiles();
    String large = "A".repeat(4 << 20);
    assertThat(files.add(JsonObject.of("type", "text", "text", "hi"))).isFalse();
    assertThat(files.add(block("image", "image/svg+xml; charset=utf-8", "AAAA"))).isTrue();
    files.add(block("audio", "audio/wav", large).put("uri", "file:///a/b/c.wav?x#y"));
    files.add(block("image", "image/png", large).put("uri", "file:///a/too-large.png"));
    files.add(block("image", "image/png", "no base64!"));
    files.add(resource(JsonObject.of("uri", "x:..%2F%00d%.txt", "text", "hi")));
    files.add(resource(JsonObject.of("blob", "AAAA")));
    files.add(resource(JsonObject.of("uri", "file:///a/%22; name=%22chat_id", "text", "hi")));
    files.add(resource(JsonObject.of("uri", "file:///a/..", "blob", "AAAA")));

    assertThat(files.files())
        .containsExactly(
            new Attachment("file-1.svg", "image/svg+xml; charset=utf-8", "AAAA"),
            new Attachment("c.wav", "audio/wav", large),
            new Attachment("x..%2F%00d%.txt", "application/octet-stream", "aGk="),
            new Attachment("file-6.bin", "application/octet-stream", "AAAA"),
            new Attachment("; name=chat_id", "application/octet-stream", "aGk="),
            new Attachment("file-8.bin", "application/octet-stream", "AAAA"));
    assertThat(files.missing()).containsExactly("too-large.png", "file-4.png");

    Reply reply = new Reply("", "end_turn", List.of(), files.files(), files.missing());
    assertThat(Reply.of(new JsonObject(reply.journaled()))).isEqualTo(reply);
    assertThat(reply.failure()).isEmpty();
    assertThat(reply.outcome())
        .isEqualTo(
            new Outcome.Done(
                "[Not sent, for the files of a reply may have 4 MiB: too-large.png; file-4.png.]",
                files.files()));
  }

  private static JsonObject block(String kind, String type, String data) {
    return JsonObject.of("type", kind, "mimeType", type, "data", data);
  }

  private static JsonObject resource(JsonObject of) {
    return JsonObject.of("type", "resource", "resource", of);
  }

  private static Capabilities taking(String... capabilities) {
    JsonObject prompt = new JsonObject();
    List.of(capabilities).forEach(one -> prompt.put(one, true));
    return Capabilities.of(
        JsonObject.of("protocolVersion", 1)
            .put("agentCapabilities", JsonObject.of("promptCapabilities", prompt)));
  }
}
