package io.holdfast.runner;

import io.holdfast.bus.Bus;
import io.holdfast.model.Door;
import io.holdfast.stop.LoopBreaker;
import io.holdfast.stop.Stops;
import io.holdfast.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a runner's verticle works with.
 *
 * @param node this process
 * @param store where turns are claimed and their outcomes go
 * @param bus doorbells and live events
 * @param stops which stop is in progress
 * @param loopBreaker in force; how interrupted turns go on
 * @param doors in force, of connectors by their ids; whose turns begin or go on
 * @param clock the time
 * @param meters where its metrics go
 */
public record RunnerServices(
    String node,
    Store store,
    Bus bus,
    Stops stops,
    Supplier<LoopBreaker> loopBreaker,
    Function<String, Door> doors,
    InstantSource clock,
    MeterRegistry meters) {}
