/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai.schema;

import java.nio.charset.StandardCharsets;

/**
 * What holds for the arguments of every call: a line with a tool's schema, and the
 * arguments behind it. They are handed to the tool as they are, or with other types; what
 * was JSON stays JSON; what was handed on is not changed again; and what goes to the wire
 * and comes back is the same.
 */
public final class ToolArgumentsFuzz {

	private ToolArgumentsFuzz() {
	}

	/**
	 * Checks the arguments of one call.
	 */
	public static void fuzzerTestOneInput(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8);
		int line = text.indexOf('\n');
		String arguments = text.substring(line + 1);
		InputSchema schema = InputSchema.of((line > 0) ? text.substring(0, line) : "{}");
		ToolSchema lowered;
		try {
			lowered = SchemaLowering.lowered(schema, 1000);
		}
		catch (IllegalArgumentException ex) {
			return;
		}
		boolean json = JsonValue.read(arguments) != null;
		String input = lowered.fromWire(arguments);
		check(!json || JsonValue.read(input) != null, "is JSON", text, input);
		check(json || input.equals(arguments), "is as it was", text, input);
		String again = ArgumentTypes.restore(input, schema, lowered.isWrapped());
		check(again.equals(input), "stays as it is, and is not " + again, text, input);
		if (lowered.isWrapped() && json) {
			check(ToolSchema.unwrap(lowered.toWire(arguments)).equals(JsonValue.read(arguments).text()), "comes back",
					text, input);
		}
	}

	private static void check(boolean holds, String fact, String text, String input) {
		if (!holds) {
			throw new AssertionError("Not true that the input " + fact + ": " + input + " from " + text);
		}
	}

}
