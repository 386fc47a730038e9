/** What the parts of the lab have found, and the page and the picture made of it. */
@NullMarked
package io.holdfast.lab.report;

import org.jspecify.annotations.NullMarked;
