package io.holdfast.connector.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.Settings;
import io.holdfast.model.Acceptance;
import io.holdfast.model.Address;
import io.holdfast.model.Attached;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Delivery;
import io.holdfast.model.HistoryItem;
import io.holdfast.model.Live;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Outgoing;
import io.holdfast.model.RejectCode;
import io.holdfast.model.Sender;
import io.holdfast.model.TurnState;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each thing looks like on the wire. Apostrophes stand for quotes. */
class WireTest {

  private static final Address HERE = new Address("web", "c", "");
  private static final Address THREAD = new Address("web", "c", "t");
  private static final ClientFrame.Message SAID =
      new ClientFrame.Message("m", "c", "", new Sender("u", ""), "hi", List.of());

  private static Delivery delivery(
      Address address, String turn, Outgoing content, String... inReplyTo) {
    return new Delivery(7, "d", address, turn, content, List.of(inReplyTo), 0);
  }

  private static Outgoing.Reply reply(Attachment... attachments) {
    return new Outgoing.Reply(1, 2, "'é'\n", List.of(attachments));
  }

  static Stream<Arguments> frames() {
    return Stream.of(
        Arguments.of(
            Wire.welcome("x", "web", WebSocketSettings.of(new Settings(new JsonObject()))),
            "{'type':'welcome','connection':'x','connector':'web','heartbeat':30000,"
                + "'limits':{'frame':262144,'text':32768,'unacked':256}}"),
        Arguments.of(
            Wire.accepted(
                new Ingress.Accepted(
                    SAID, new Acceptance.Accepted("i", "t", TurnState.QUEUED, true))),
            "{'type':'accepted','id':'m','chat':'c','message':'i','duplicate':true}"),
        Arguments.of(
            Wire.rejected("m", new Ingress.Rejected(RejectCode.ID_REUSED, "why", 0)),
            "{'type':'rejected','id':'m','code':'id-reused','message':'why'}"),
        Arguments.of(
            Wire.rejected("m", new Ingress.Rejected(RejectCode.NOT_READY, "why", 1000)),
            "{'type':'rejected','id':'m','code':'not-ready','message':'why','retryAfter':1000}"),
        Arguments.of(
            Wire.delivery(delivery(HERE, "t", reply(), "a", "b")),
            "{'type':'reply','delivery':'d','chat':'c','turn':'t','part':1,'parts':2,"
                + "'text':'\\u0027é\\u0027\\n','inReplyTo':['a','b']}"),
        Arguments.of(
            Wire.delivery(delivery(THREAD, "t", reply(new Attachment("n", "x/y", "aGk=")), "a")),
            "{'type':'reply','delivery':'d','chat':'c','thread':'t','turn':'t','part':1,"
                + "'parts':2,'text':'\\u0027é\\u0027\\n',"
                + "'attachments':[{'name':'n','type':'x/y','data':'aGk='}],'inReplyTo':['a']}"),
        Arguments.of(
            Wire.delivery(delivery(HERE, "", new Outgoing.Notice(NoticeKind.RESTARTING, "soon"))),
            "{'type':'notice','delivery':'d','chat':'c','kind':'restarting','text':'soon'}"),
        Arguments.of(
            Wire.delivery(
                delivery(THREAD, "t", new Outgoing.Notice(NoticeKind.QUESTION, "which?"), "a")),
            "{'type':'notice','delivery':'d','chat':'c','thread':'t','kind':'question',"
                + "'text':'which?','turn':'t','inReplyTo':['a']}"),
        Arguments.of(
            Wire.live(
                new Live.TurnChanged(
                    HERE, new AttemptId("t", 2), "resumed", "CRASH", 3, List.of("a"))),
            "{'type':'turn','turn':'t','chat':'c','state':'resumed','attempt':2,"
                + "'reason':'crash','steps':3,'inReplyTo':['a']}"),
        Arguments.of(
            Wire.live(
                new Live.TurnChanged(THREAD, new AttemptId("t", 0), "queued", "", 0, List.of())),
            "{'type':'turn','turn':'t','chat':'c','thread':'t','state':'queued','attempt':0,"
                + "'steps':0,'inReplyTo':[]}"),
        Arguments.of(
            Wire.live(new Live.Delta(HERE, new AttemptId("t", 2), 5, "x")),
            "{'type':'delta','turn':'t','attempt':2,'seq':5,'text':'x'}"),
        Arguments.of(
            Wire.live(new Live.Progress(HERE, new AttemptId("t", 2), 5, "x")),
            "{'type':'progress','turn':'t','attempt':2,'step':5,'label':'x'}"),
        Arguments.of(
            Wire.history(
                "c",
                "t",
                List.of(
                    new HistoryItem(0, HistoryItem.From.USER, "a", "hi", "u", ""),
                    new HistoryItem(1500, HistoryItem.From.GATEWAY, "d", "soon", "", "restarting")),
                true),
            "{'type':'history','chat':'c','thread':'t','items':["
                + "{'at':'1970-01-01T00:00:00Z','from':'user','id':'a','text':'hi','turn':'u'},"
                + "{'at':'1970-01-01T00:00:01.500Z','from':'gateway','id':'d','text':'soon','kind':'restarting'}],"
                + "'more':true}"),
        Arguments.of(
            Wire.history(
                "c",
                "",
                List.of(
                    new HistoryItem(
                        0,
                        HistoryItem.From.AGENT,
                        "d",
                        "hi",
                        "u",
                        "",
                        List.of(),
                        List.of(new Attached("n", "x/y", 2)))),
                false),
            "{'type':'history','chat':'c','items':["
                + "{'at':'1970-01-01T00:00:00Z','from':'agent','id':'d','text':'hi','turn':'u',"
                + "'attachments':[{'name':'n','type':'x/y','size':2}]}],'more':false}"),
        Arguments.of(
            Wire.file(
                new ClientFrame.File("c", "t", "d", 1),
                Optional.of(new Attachment("n", "x/y", "aGk="))),
            "{'type':'file','chat':'c','thread':'t','item':'d','file':1,"
                + "'attachment':{'name':'n','type':'x/y','data':'aGk='}}"),
        Arguments.of(
            Wire.file(new ClientFrame.File("c", "", "d", 0), Optional.empty()),
            "{'type':'file','chat':'c','item':'d','file':0}"),
        Arguments.of(
            Wire.goaway("restart", 500),
            "{'type':'goaway','reason':'restart','reconnectAfter':500}"),
        Arguments.of(
            Wire.error("invalid", "why", false),
            "{'type':'error','code':'invalid','message':'why','fatal':false}"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("frames")
  @DisplayName("Each frame has the fields that the protocol gives it, and no others")
  void writes(String frame, String expected) {
    assertThat(new JsonObject(frame)).isEqualTo(new JsonObject(expected.replace('\'', '"')));
  }
}
