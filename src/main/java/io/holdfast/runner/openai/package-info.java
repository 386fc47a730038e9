/**
 * A runner for any server that speaks OpenAI's {@code /chat/completions}.
 *
 * <p>It uses the Vert.x HTTP client itself. LangChain4j's streaming model was weighed: its handle
 * for cancelling exists only from the first delta on, so a silent call could not be ended; it does
 * not retry streams, and hides Retry-After and the body of an error; and it brings threads of its
 * own. What is needed of the protocol fits in a decoder.
 *
 * <p>A model call is one step that may be repeated: it changes nothing but the bill. What lives
 * here may use the runner SPI, config and model.
 */
@NullMarked
package io.holdfast.runner.openai;

import org.jspecify.annotations.NullMarked;
