package io.holdfast.connector.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Attachment;
import io.holdfast.model.Sender;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the text of a frame means. Apostrophes stand for quotes. */
class FramesTest {

  private static final String SAID =
      "{'type':'message','id':'1','chat':'c','sender':{'id':'u'},'text':'hi'";

  private static ClientFrame parse(String json) {
    return Frames.parse(Buffer.buffer(json.replace('\'', '"')));
  }

  static Stream<Arguments> understood() {
    return Stream.of(
        Arguments.of("{'type':'hello','client':'x/1'}", new ClientFrame.Hello("", "x/1", null, 0)),
        Arguments.of(
            "{'type':'hello','client':'x/1','token':'t','chats':['a','b'],'history':9000}",
            new ClientFrame.Hello("t", "x/1", Set.of("a", "b"), 200)),
        Arguments.of(
            "{'type':'hello','client':{'name':'x','version':'1'},'chats':[],'history':-1}",
            new ClientFrame.Hello("", "x", Set.of(), 0)),
        Arguments.of(
            SAID + "}",
            new ClientFrame.Message("1", "c", "", new Sender("u", ""), "hi", List.of())),
        Arguments.of(
            SAID + ",'thread':null,'attachments':null,'sentAt':null,'more':[1]}",
            new ClientFrame.Message("1", "c", "", new Sender("u", ""), "hi", List.of())),
        Arguments.of(
            "{'type':'message','id':'1','chat':'c','thread':'t','sender':{'id':'u','name':'U'},"
                + "'text':'','attachments':[{'name':'a.txt','type':'text/plain','data':'aGk='}],"
                + "'sentAt':'1970-01-01T01:00:01+01:00'}",
            new ClientFrame.Message(
                "1",
                "c",
                "t",
                new Sender("u", "U"),
                "",
                List.of(new Attachment("a.txt", "text/plain", "aGk=")))),
        Arguments.of(
            "{'type':'ack','deliveries':['a','b']}", new ClientFrame.Ack(List.of("a", "b"))),
        Arguments.of("{'type':'history','chat':'c'}", new ClientFrame.History("c", "", "", 50)),
        Arguments.of(
            "{'type':'history','chat':'c','thread':'t','before':'x','limit':0}",
            new ClientFrame.History("c", "t", "x", 1)),
        Arguments.of(
            "{'type':'history','chat':'c','limit':5000}",
            new ClientFrame.History("c", "", "", 200)),
        Arguments.of(
            "{'type':'file','chat':'c','item':'m-1','file':0}",
            new ClientFrame.File("c", "", "m-1", 0)),
        Arguments.of(
            "{'type':'file','chat':'c','thread':'t','item':'m-1','file':2}",
            new ClientFrame.File("c", "t", "m-1", 2)),
        Arguments.of("{'type':'subscribe','chats':['a']}", new ClientFrame.Subscribe(Set.of("a"))),
        Arguments.of(
            "{'type':'unsubscribe','chats':['a']}", new ClientFrame.Unsubscribe(Set.of("a"))),
        Arguments.of("{'type':'dance','with':1}", new ClientFrame.Unknown("dance")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("understood")
  @DisplayName("A well-formed frame is understood, and unknown fields are ignored")
  void understands(String json, ClientFrame frame) {
    assertThat(parse(json)).isEqualTo(frame);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "[]",
        "'text'",
        "5",
        "null",
        "{'type':'hello'",
        "{'type':'hello','client':'x'} {}",
        "{}",
        "{'type':5}",
        "{'type':null}",
        "{'type':'hello'}",
        "{'type':'hello','client':5}",
        "{'type':'hello','client':'x','token':5}",
        "{'type':'hello','client':'x','chats':'c'}",
        "{'type':'hello','client':'x','chats':[5]}",
        "{'type':'hello','client':'x','chats':['']}",
        "{'type':'hello','client':'x','history':'5'}",
        "{'type':'hello','client':'x','history':1.5}",
        "{'type':'file','chat':'c','item':'m-1'}",
        "{'type':'file','chat':'c','item':'m-1','file':-1}",
        "{'type':'message'}",
        "{'type':'message','id':7,'chat':'c','sender':{'id':'u'},'text':'hi'}",
        "{'type':'ack'}",
        "{'type':'ack','deliveries':'x'}",
        "{'type':'ack','deliveries':[1]}",
        "{'type':'history'}",
        "{'type':'history','chat':'c','limit':'5'}",
        "{'type':'history','chat':'c','before':5}",
        "{'type':'subscribe'}",
        "{'type':'subscribe','chats':[null]}",
        "{'type':'unsubscribe','chats':{}}",
      })
  @DisplayName("What is no frame, or lacks what its type needs, is malformed")
  void refuses(String json) {
    assertThat(parse(json)).isInstanceOf(ClientFrame.Malformed.class);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "{'type':'message','id':'1'}",
        "{'type':'message','id':'1','chat':'c','sender':{'id':'u'}}",
        "{'type':'message','id':'1','chat':'c','sender':{'id':'u'},'text':5}",
        "{'type':'message','id':'1','chat':'c','sender':{'id':'u'},'text':''}",
        "{'type':'message','id':'1','chat':'c','sender':'u','text':'hi'}",
        "{'type':'message','id':'1','chat':'c','sender':{},'text':'hi'}",
        "{'type':'message','id':'1','chat':'c','sender':{'id':'u','name':5},'text':'hi'}",
        "{'type':'message','id':'1','chat':'','sender':{'id':'u'},'text':'hi'}",
        "{'type':'message','id':'1','chat':5,'sender':{'id':'u'},'text':'hi'}",
        SAID + ",'thread':5}",
        SAID + ",'thread':''}",
        SAID + ",'sentAt':'yesterday'}",
        SAID + ",'sentAt':12}",
        SAID + ",'attachments':{}}",
        SAID + ",'attachments':['x']}",
        SAID + ",'attachments':[{'name':'a','type':'t'}]}",
        SAID + ",'attachments':[{'name':'a','type':'t','data':'%%%'}]}",
        "{'type':'message','id':'1','chat':'\\ud800','sender':{'id':'u'},'text':'hi'}",
      })
  @DisplayName("A message with a usable id and a bad field names its id")
  void names(String json) {
    assertThat(parse(json))
        .isInstanceOfSatisfying(
            ClientFrame.BadMessage.class, bad -> assertThat(bad.id()).isEqualTo("1"));
  }

  @ParameterizedTest(name = "{0} characters")
  @ValueSource(ints = {0, 129, 500})
  @DisplayName("An id has 1 to 128 characters")
  void idLength(int length) {
    assertThat(parse(SAID.replace("'1'", "'" + "i".repeat(length) + "'") + "}"))
        .isInstanceOf(ClientFrame.BadMessage.class);
    assertThat(parse(SAID.replace("'1'", "'" + "😀".repeat(128) + "'") + "}"))
        .isInstanceOf(ClientFrame.Message.class);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {0x80, 0xff, 0xc0})
  @DisplayName("What is not UTF-8 is malformed")
  void utf8(int bad) {
    Buffer text =
        Buffer.buffer("{\"type\":\"dance\",\"x\":\"").appendByte((byte) bad).appendString("\"}");
    assertThat(Frames.parse(text)).isInstanceOf(ClientFrame.Malformed.class);
  }
}
