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

package com.chatbotkit.springai.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JavaScriptJsonTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "1.0|1", "12345678901234567890|12345678901234567000", "1e999|null", "-0|0",
					"[1e2, 0.10]|[100,0.1]", "{\"b\":1,\"10\":2,\"9\":3}|{\"9\":3,\"10\":2,\"b\":1}",
					"{\"a\":1,\"b\":2,\"a\":3}|{\"a\":3,\"b\":2}",
					"\"\\u001f\\ud800\\/\\u2028é\"|\"\\u001f\\ud800/\u2028é\"", "[true,null,{},[]]|[true,null,{},[]]" })
	void readsAndPrintsAsJavaScriptDoes(String in, String out) {
		assertThat(JavaScriptJson.stringify(JavaScriptJson.parse(in))).isEqualTo(out);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{nope", "[1,]", "01", "NaN", "'a'", "{}{}", "// x\n1", "\ufeff1" })
	void refusesWhatIsNoJson(String text) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> JavaScriptJson.parse(text));
	}

	@Test
	void deepDocumentsCostNoStack() {
		String deep = "[".repeat(2500) + "]".repeat(2500);
		assertThat(JavaScriptJson.stringify(JavaScriptJson.parse(deep))).isEqualTo(deep);
		String tooDeep = "[".repeat(100_000);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> JavaScriptJson.parse(tooDeep));
	}

}
