package io.holdfast.runner;

import io.holdfast.bus.Bus;
import io.holdfast.stop.Stops;
import io.holdfast.store.ClaimRequest.ResumeNotice;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * What a runner's verticle works with.
 *
 * @param node this process
 * @param store where turns are claimed and their outcomes go
 * @param bus doorbells and live events
 * @param stops which stop is in progress
 * @param notice whether a resume is mentioned in the chat
 * @param clock the time
 * @param meters where its metrics go
 */
public record RunnerServices(
    String node,
    Store store,
    Bus bus,
    Stops stops,
    ResumeNotice notice,
    InstantSource clock,
    MeterRegistry meters) {}
