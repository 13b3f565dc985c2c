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

import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A long text instead of a selector, an id or a URL is read or refused in milliseconds.
 * The time limit is far above that, and far below what the square of the length would
 * take.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongInputsTests {

	private static final int LENGTH = 600_000;

	static Stream<String> ids() {
		return Stream.of("0".repeat(LENGTH) + "x", "1".repeat(LENGTH) + "x", "0." + "0".repeat(LENGTH) + "x",
				"-" + "7".repeat(LENGTH) + "e", "0x" + "0".repeat(LENGTH) + "g");
	}

	@ParameterizedTest
	@MethodSource("ids")
	void anIdThatBeginsLikeANumberIsReadAtOnce(String id) {
		assertThat(ChatBotKitSelector.parse("bot/id=" + id)).isEqualTo(new ChatBotKitSelector.Bot(id));
		assertThat(ChatBotKitSelector.bot(id).value()).isEqualTo("bot/id=" + id);
	}

	@Test
	void anIdThatIsALongUrlIsRefusedAtOnce() {
		refused(() -> ChatBotKitSelector.bot("https:" + "/".repeat(LENGTH) + "x"));
		refused(() -> ChatBotKitSelector.bot("https://" + "a/".repeat(LENGTH) + "?"));
		refused(() -> ChatBotKitSelector.bot("https://" + "@".repeat(LENGTH)));
	}

	@Test
	void aLongBaseUrlIsRefusedAtOnce() {
		refused(() -> BaseUrl.endpoint("a".repeat(LENGTH), false));
		refused(() -> BaseUrl.endpoint("ftp:" + "/".repeat(LENGTH) + "x", false));
		refused(() -> BaseUrl.endpoint("localhost" + ":1".repeat(LENGTH), false));
	}

	private static void refused(ThrowableAssert.ThrowingCallable call) {
		assertThatIllegalArgumentException().isThrownBy(call);
	}

}
