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

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.chatbotkit.springai.api.ChatBotKitFailedRequest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

import org.springframework.ai.chat.prompt.Prompt;

import static com.chatbotkit.springai.api.WireServer.answer;
import static com.chatbotkit.springai.api.WireServer.events;
import static com.chatbotkit.springai.api.WireServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Whatever a server sends is read in a time that grows with its size and no faster: what
 * would take minutes if it grew with the square is done within a minute on a slow
 * machine.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileAnswerTests extends AbstractChatModelTests {

	private static final String STOP = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

	private static final String DONE = "data: [DONE]\n\n";

	@TestFactory
	Stream<DynamicTest> anErrorPageIsMadeIntoWords() {
		return parts().map((part) -> DynamicTest.dynamicTest("a page of " + part, () -> {
			this.server.always(answer(404, "text/html", "<html>" + part.repeat(300_000 / part.length())));
			for (Throwable thrown : calledAndStreamed()) {
				assertThat(thrown).hasMessageStartingWith("404 NOT_FOUND: ");
				assertThat(words(thrown)).hasSizeLessThan(400);
			}
		}));
	}

	@TestFactory
	Stream<DynamicTest> anErrorEventIsMadeIntoWords() {
		return parts().map((part) -> DynamicTest.dynamicTest("an event of " + part, () -> {
			String page = "<html>" + part.replaceAll("\\s", " ").repeat(2_000_000 / part.length());
			this.server.always(events("event: error\ndata: " + page + "\n\n" + STOP + DONE));
			Throwable thrown = stream();
			assertThat(thrown).hasMessageStartingWith("200 ERROR: ");
			assertThat(words(thrown)).hasSizeLessThan(400);
		}));
	}

	@Test
	void longWordsInJsonAreCut() {
		String words = "no ".repeat(3_000_000);
		this.server.always(json("{\"error\":{\"message\":\"" + words + "\",\"code\":\"BOOM\"}}"));
		assertThat(words(call())).hasSizeLessThan(4_100).contains("(cut from 8999999 characters)");
		this.server.always(events("data: {\"error\":{\"message\":\"" + words + "\",\"code\":\"BOOM\"}}\n\n" + DONE));
		assertThat(words(stream())).hasSizeLessThan(4_100).contains("(cut from 8999999 characters)");
	}

	private static Stream<String> parts() {
		return Stream.of("<", "<!--", "<!---->", "<script", "<script>", "</script>", "<head>", "<title>", "<a ", "<a>",
				"&", "&amp;", " ", "\n\t", "</", "<![CDATA[");
	}

	private List<Throwable> calledAndStreamed() {
		return List.of(call(), stream());
	}

	private static String words(Throwable thrown) {
		return ((ChatBotKitFailedRequest) thrown).getFailure().words();
	}

	private Throwable call() {
		return catchThrowable(() -> this.model.call(new Prompt("Hello")));
	}

	private Throwable stream() {
		return catchThrowable(() -> this.model.stream(new Prompt("Hello")).blockLast(Duration.ofSeconds(100)));
	}

}
