/**
 * A runner for any agent that speaks the Agent Client Protocol, version 1, over its standard input
 * and output; see <a href="https://agentclientprotocol.com">agentclientprotocol.com</a>.
 *
 * <p>Each chat session has a workspace directory, a session of the agent, and while it is in use a
 * process of the agent to itself: to end one chat's agent is no other chat's business. The id of
 * the agent's session is a step of the turn that opened it, so the store has it, and any later
 * attempt and turn finds it. The prompt is a step; so is each tool call that the agent tells of,
 * which the agent runs and we only witness. A prompt that was cut is not sent again: the agent is
 * told that it was interrupted, and of which tool calls nobody knows how they ended. What people
 * are to permit is a question of the turn; the agent waits for its answer as long as that costs
 * nothing.
 *
 * <p>Agents differ in what they say and when; what is relied on here is what five of them have in
 * common. Nothing here blocks an event loop: an agent's process has platform threads of its own,
 * files are read and written on worker threads. What lives here may use the runner SPI, process,
 * config and model.
 */
@NullMarked
package io.holdfast.runner.acp;

import org.jspecify.annotations.NullMarked;
