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

package com.chatbotkit.springai;

/**
 * Puts an input that is not an object into one and takes it out again: the arguments of a
 * function are always an object, and {@link ToolSchemas} declares them so.
 */
final class WrappedInput {

	private WrappedInput() {
	}

	static String wrap(String input) {
		return "{\"" + ToolSchemas.WRAPPER + "\":" + input + "}";
	}

	/**
	 * Returns the input as it was written, or the arguments themselves if they do not
	 * hold it: what is wrong with them, the tool can tell the model best.
	 */
	static String unwrap(String arguments) {
		JsonValue value = JsonValue.read(arguments);
		JsonValue input = (value != null) ? value.member(ToolSchemas.WRAPPER) : null;
		return (input != null) ? input.text() : arguments;
	}

}
