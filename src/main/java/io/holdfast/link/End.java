package io.holdfast.link;

/** What the end of a socket means for the next one. */
public enum End {
  /** It broke, or was asked to be made anew; what it was may be gone on with. */
  BROKEN,
  /** The platform does not know any more what it was: the next one begins afresh. */
  FORGOTTEN,
  /** It will not work until somebody does something about it; it is probed from time to time. */
  HOPELESS
}
