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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A header that cannot be sent is refused when it is set, not with the first request.
 */
class ExtraHeaderTests {

	@ParameterizedTest
	@ValueSource(strings = { "Authorization", "AUTHORIZATION", "Host", "Content-Length", "content-type", "Accept",
			"Accept-Encoding", "Connection", "Transfer-Encoding", "Upgrade", "TE", "Expect", "Keep-Alive",
			"Proxy-Authorization", "", " ", "X Key", "X-Key:", "X-K\u00e9y", "X\nY", "X\r\nAuthorization" })
	void aNameThatIsTakenOrNone(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitApi.builder().header(name, "v4lue-of-it"))
			.withMessageContaining("header")
			.withMessageNotContaining("v4lue")
			.withMessageNotContaining("\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "v4lue\r\nX: y", "v4lue\nof", "v4lue\u0000", "v4lue\u00e9", "v4lue\u2013", "v4lue\u007f" })
	void aValueThatNoHeaderCanHave(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitApi.builder().header("X-Key", value))
			.withMessageContaining("X-Key")
			.withMessageNotContaining("v4lue");
	}

	@Test
	void theRestIsTaken() {
		assertThat(ExtraHeader.checked("x-key_1", " a b\t; c=\"d\"\n")).isEqualTo("a b\t; c=\"d\"");
		assertThat(ExtraHeader.checked("X-Empty", "")).isEmpty();
	}

}
