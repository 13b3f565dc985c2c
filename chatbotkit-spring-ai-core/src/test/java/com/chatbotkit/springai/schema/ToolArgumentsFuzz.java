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
import java.util.List;

import com.chatbotkit.springai.fuzzing.Facts;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the arguments of every call: a line with a tool's schema, and the
 * arguments behind it. They are handed to the tool as they are, or with other types; what
 * was JSON stays JSON; what was handed on is not changed again; and what goes to the wire
 * and comes back is the same.
 */
public final class ToolArgumentsFuzz {

	private static final int BUDGET = 1000;

	/** What each call is checked for. */
	public static final Facts FACTS = new Facts(
			List.of(ToolArgumentsFuzz::checkJson, ToolArgumentsFuzz::checkAgain, ToolArgumentsFuzz::checkWire));

	private ToolArgumentsFuzz() {
	}

	/**
	 * Checks the arguments of one call.
	 */
	public static void fuzzerTestOneInput(byte[] bytes) {
		FACTS.checkOne(bytes);
	}

	/**
	 * JSON stays JSON, and all else as it is.
	 */
	private static void checkJson(byte[] bytes) {
		Call call = Call.of(bytes);
		if (call.schema() != null) {
			String input = call.schema().fromWire(call.arguments());
			check((JsonValue.read(call.arguments()) != null) ? JsonValue.read(input) != null
					: input.equals(call.arguments()), "is as it was", call, input);
		}
	}

	/**
	 * Nothing changes twice.
	 */
	private static void checkAgain(byte[] bytes) {
		Call call = Call.of(bytes);
		if (call.schema() != null) {
			String input = call.schema().fromWire(call.arguments());
			String again = ArgumentTypes.restore(input, InputSchema.of(call.text()), call.schema().isWrapped());
			check(again.equals(input), "stays as it is", call, input);
		}
	}

	/**
	 * What goes to the wire comes back.
	 */
	private static void checkWire(byte[] bytes) {
		Call call = Call.of(bytes);
		if (call.schema() != null && call.schema().isWrapped()) {
			JsonValue json = JsonValue.read(call.arguments());
			if (json != null) {
				String back = ToolSchema.unwrap(call.schema().toWire(call.arguments()));
				check(back.equals(json.text()), "comes back", call, back);
			}
		}
	}

	private static void check(boolean holds, String fact, Call call, String input) {
		if (!holds) {
			throw new AssertionError("Not true that the input " + fact + ": " + input + " from " + call.arguments()
					+ " for " + call.text());
		}
	}

	/**
	 * A call of a tool.
	 *
	 * @param text the tool's schema as text
	 * @param schema the schema, null if it is refused
	 * @param arguments the arguments
	 */
	private record Call(String text, @Nullable ToolSchema schema, String arguments) {

		static Call of(byte[] bytes) {
			String all = new String(bytes, StandardCharsets.UTF_8);
			int line = all.indexOf('\n');
			String text = (line > 0) ? all.substring(0, line) : "{}";
			try {
				// From the cache: it is the arguments that are checked here.
				return new Call(text, ToolSchema.of(text, BUDGET), all.substring(line + 1));
			}
			catch (IllegalArgumentException ex) {
				return new Call(text, null, all);
			}
		}

	}

}
