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

package com.chatbotkit.springai.api;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.util.RawValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RequestSize}: a large list of tools is written once.
 */
class RequestSizeTests {

	private final RequestWriter writer = new RequestWriter();

	private final RequestSize size = new RequestSize(this.writer);

	@Test
	void aListOfManyToolsIsWrittenOnceHoweverOftenItIsMeasuredAndSent() {
		AtomicInteger written = new AtomicInteger();
		ChatCompletionRequest request = request(1500, new Schema(500, written), "Hi");
		for (int i = 0; i < 3; i++) {
			this.size.check(request, true);
			this.writer.write(request, true, OutputStream.nullOutputStream());
		}
		assertThat(written).hasValue(1500);
	}

	@Test
	void aListThatIsTooLargeSaysHowLargeItIs() {
		AtomicInteger written = new AtomicInteger();
		ChatCompletionRequest request = request(1500, new Schema(1000, written), "Hi");
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.writer.write(request, true, out);
		assertThatIllegalArgumentException().isThrownBy(() -> this.size.check(request, true))
			.withMessageContaining("has " + out.size() + " bytes")
			.withMessageContaining("1 MiB");
		assertThat(written).hasValue(1500);
	}

	@ParameterizedTest
	@EnumSource(ChatCompletionRequest.FunctionFormat.class)
	void toolsThatFillTheLimitAreSent(ChatCompletionRequest.FunctionFormat format) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.writer.write(request(1500, new Schema(500, new AtomicInteger()), "", format), false, out);
		String filling = "x".repeat(RequestSize.LIMIT - out.size());
		assertThatNoException().isThrownBy(
				() -> this.size.check(request(1500, new Schema(500, new AtomicInteger()), filling, format), false));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.size
				.check(request(1500, new Schema(500, new AtomicInteger()), filling + "x", format), false))
			.withMessageContaining("has " + (RequestSize.LIMIT + 1) + " bytes");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			a letter        | x    | 1
			two bytes       | é    | 2
			three bytes     | €    | 3
			four bytes      | 😀   | 4
			a quote         | "    | 2
			a backslash     | \\   | 2
			a control code  | NUL  | 6
			""")
	void theLimitIsExactWhateverTheTextIs(String fact, String text, int bytes) {
		String character = text.equals("NUL") ? "\0" : text;
		int around = """
				{"model":"bot/id=b1","messages":[{"role":"user","content":""}]}""".length();
		int most = (RequestSize.LIMIT - around) / bytes;
		String filled = character.repeat(most) + "x".repeat(RequestSize.LIMIT - around - most * bytes);
		assertThatNoException().isThrownBy(() -> this.size.check(request(0, null, filled), false));
		assertThatIllegalArgumentException().isThrownBy(() -> this.size.check(request(0, null, filled + "x"), false))
			.withMessageContaining("has " + (RequestSize.LIMIT + 1) + " bytes");
	}

	private static ChatCompletionRequest request(int tools, @Nullable Schema schema, String text) {
		return request(tools, schema, text, ChatCompletionRequest.FunctionFormat.TOOLS);
	}

	private static ChatCompletionRequest request(int tools, @Nullable Schema schema, String text,
			ChatCompletionRequest.FunctionFormat format) {
		List<ChatCompletionRequest.Function> functions = new ArrayList<>();
		for (int i = 0; i < tools; i++) {
			functions.add(new ChatCompletionRequest.Function("tool" + i, "Does this and that",
					JsonNodeFactory.instance.rawValueNode(new RawValue(schema))));
		}
		return new ChatCompletionRequest(ChatBotKitSelector.parse("bot/id=b1"),
				List.of(ChatCompletionRequest.Message.text("user", text)), functions, format);
	}

	/**
	 * A schema that counts how often it is written.
	 */
	private static final class Schema extends SerializedString {

		private static final long serialVersionUID = 1;

		private final transient AtomicInteger written;

		Schema(int length, AtomicInteger written) {
			super("\"" + "s".repeat(length - 2) + "\"");
			this.written = written;
		}

		@Override
		public int appendUnquotedUTF8(byte[] buffer, int offset) {
			this.written.incrementAndGet();
			return super.appendUnquotedUTF8(buffer, offset);
		}

	}

}
