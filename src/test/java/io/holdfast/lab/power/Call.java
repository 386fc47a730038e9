package io.holdfast.lab.power;

/**
 * One thing that a process did to its disk, or told a client.
 *
 * <p>Its moments are the numbers of lines in the recording: from {@code begin} on it may have had
 * an effect, at {@code end} the process knew that it had.
 */
sealed interface Call {

  /** The line on which it was begun. */
  int begin();

  /** The line on which it returned; a very large number if it never did. */
  int end();

  /** Bytes went to a place in a file. {@code offset} is -1 where its end was meant. */
  record Write(int begin, int end, String file, long offset, byte[] bytes) implements Call {}

  /** A file was given a length. */
  record Cut(int begin, int end, String file, long length) implements Call {}

  /**
   * A file's content, or a directory's names, were to be made certain.
   *
   * @param failed whether it said so; what was written before it may then be lost for good
   */
  record Sync(int begin, int end, String file, boolean failed) implements Call {}

  /**
   * A file was opened under a name.
   *
   * @param makes whether it is made if it is missing
   * @param empties whether nothing stays in it
   */
  record Opened(int begin, int end, String file, boolean makes, boolean empties) implements Call {}

  /** A directory was made. */
  record Directory(int begin, int end, String file) implements Call {}

  /** A name was taken from a file, and given to it again if {@code to} is not empty. */
  record Moved(int begin, int end, String file, String to) implements Call {}

  /** A file was given a second name. */
  record Linked(int begin, int end, String file, String to) implements Call {}

  /** A client was told that a message of its is accepted. */
  record Accepted(int begin, int end, String chat, String id) implements Call {}

  /** A client was sent a delivery. */
  record Sent(int begin, int end, String delivery) implements Call {}
}
