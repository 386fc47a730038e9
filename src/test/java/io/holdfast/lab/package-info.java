/**
 * The crash lab: strikes the gateway wherever it can be struck, and has an oracle judge from
 * outside what became of its promises.
 */
@NullMarked
package io.holdfast.lab;

import org.jspecify.annotations.NullMarked;
