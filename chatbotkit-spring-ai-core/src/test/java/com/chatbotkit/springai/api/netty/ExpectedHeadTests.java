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

package com.chatbotkit.springai.api.netty;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ExpectedHead}.
 */
class ExpectedHeadTests {

	private static final String CALL = "application/json";

	private static final String STREAM = "text/event-stream, application/json";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			application/json | application/json
			application/json | Application/JSON; charset=utf-8
			application/json | application/json ;charset=utf-8
			text/event-stream, application/json | text/event-stream;charset=UTF-8
			text/event-stream;q=1 | text/event-stream
			*/* | image/png
			| text/plain
			""")
	void theExpectedTypeAllowsReuse(String accept, String contentType) {
		assertThat(ExpectedHead.allowsReuse(accept, 200, contentType, List.of())).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			application/json | text/html
			application/json |
			application/json | application/json-seq
			application/json | text/event-stream
			text/event-stream, application/json | application/json
			text/event-stream, application/json |
			""")
	void anotherTypeOrNoneDoesNot(String accept, String contentType) {
		assertThat(ExpectedHead.allowsReuse(accept, 200, contentType, List.of())).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 101, 201, 202, 204, 205, 206, 299, 302, 304, 399 })
	void anotherStatusThatIsNoErrorDoesNot(int status) {
		assertThat(ExpectedHead.allowsReuse(CALL, status, CALL, List.of())).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 407, 429, 500, 503, 999 })
	void anErrorDoesWhateverItsTypeIs(int status) {
		assertThat(ExpectedHead.allowsReuse(STREAM, status, "text/html", List.of("gzip"))).isTrue();
	}

	@Test
	void aCompressedBodyDoesNot() {
		assertThat(ExpectedHead.allowsReuse(CALL, 200, CALL, List.of("identity, gzip"))).isFalse();
		assertThat(ExpectedHead.allowsReuse(CALL, 200, CALL, List.of("Identity", ""))).isTrue();
	}

}
