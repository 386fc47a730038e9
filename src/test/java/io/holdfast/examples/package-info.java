/**
 * A connector and a runner of somebody else's, as the page "Write your own" shows them: each is one
 * file, and uses nothing but what is public in Holdfast.
 */
@NullMarked
package io.holdfast.examples;

import org.jspecify.annotations.NullMarked;
