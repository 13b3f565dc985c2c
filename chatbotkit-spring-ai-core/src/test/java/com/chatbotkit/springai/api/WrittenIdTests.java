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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WrittenId}: an id that was copied with something around it is trimmed,
 * and one that can be none is told what to write.
 */
class WrittenIdTests {

	@ParameterizedTest
	@ValueSource(strings = { "clx1\n", " clx1", "clx1 ", "\tclx1\r\n", "\u00A0clx1\u00A0", "\uFEFFclx1", "clx1\u200B",
			"\u2003clx1" })
	void whatIsNotSeenIsTrimmed(String written) {
		assertThat(ChatBotKitSelector.bot(written).value()).isEqualTo("bot/id=clx1");
		assertThat(ChatBotKitSelector.model(written).value()).isEqualTo("model/name=clx1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "bot/id=clx1 | whole selector", "model/name=gpt-4o | whole selector",
					"model/id=x | whole selector", "conversation/id=x | whole selector",
					"{\"name\":\"bot\",\"config\":{\"id\":\"x\"}} | whole selector", "\"clx1\" | in quotes",
					"'clx1' | in quotes", "\"clx1 | in quotes", "clx1' | in quotes", "\u201Cclx1\u201D | in quotes",
					"<nil> | in brackets", "clx 1 | blank", "`clx\n1` | blank", "clx\u200B1 | blank",
					"https://chatbotkit.com/bots/clx123 | write only the bot id, clx123",
					"https://chatbotkit.com/bots/clx123/?tab=x | write only the bot id, clx123",
					"HTTP://example.org | is a URL", "www.chatbotkit.com/bots/clx1 | is a URL",
					"chatbotkit.com/bots/clx1 | is a URL" })
	void whatCanBeNoIdIsRefusedWithWhatToWrite(String written, String words) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.bot(written))
			.withMessageContaining("The bot id")
			.withMessageContaining(words);
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.model(written))
			.withMessageContaining("The model name");
	}

	/**
	 * A script, a template or a page writes it where it has no value.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "null | missing value", "undefined | missing value", "None | missing value",
					"NaN | missing value", "${BOT_ID} | placeholder", "team-${BOT_ID} | placeholder",
					"#{systemProperties['bot']} | placeholder", "@bot.id@ | placeholder", "$BOT_ID | placeholder",
					"$(cat id) | placeholder", "%BOT_ID% | placeholder", "{{ .Values.bot }} | placeholder",
					"clx\u2026 | shortened", "clx... | shortened", "clx***9f | shortened" })
	void whatStandsForAMissingValueIsRefused(String written, String words) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.bot(written))
			.withMessageStartingWith("The bot id \"" + written + "\"")
			.withMessageContaining(words);
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.model(written))
			.withMessageContaining(words);
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.read("bot/id=" + written))
			.withMessageContaining(words);
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitApi.builder().secretKey(written))
			.withMessageStartingWith("The secret key is ")
			.withMessageContaining(words)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(written));
	}

	@ParameterizedTest
	@ValueSource(strings = { "nullable", "none", "undefined-help", "nan", "50%", "%20", "a@b", "@cf/meta/llama-3", "$1",
			"{x}", "...", "a..b" })
	void whatOnlyLooksLikeAMissingValueIsTaken(String written) {
		assertThat(ChatBotKitSelector.bot(written)).isEqualTo(new ChatBotKitSelector.Bot(written));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a=b", "=x", "mymodel:latest", "ft:gpt-4o:team::id", "openai/gpt-4o", "model", "sk-short",
			"x[1]", "a(b", "identity=1", "name=x" })
	void whatMayBeAnIdIsTaken(String written) {
		assertThat(ChatBotKitSelector.bot(written)).isEqualTo(new ChatBotKitSelector.Bot(written));
		assertThat(ChatBotKitSelector.model(written)).isEqualTo(new ChatBotKitSelector.Model(written));
	}

	@Test
	void aSecretKeyInPlaceOfAnIdIsNotShown() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.bot("sk-0123456789abcdef"))
			.withMessageContaining("looks like a secret key")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("sk-0"));
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "\n", "\u00A0" })
	void whatIsBlankIsRefused(String written) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.bot(written))
			.withMessageContaining("blank");
	}

	@Test
	void aUrlIsToldWithoutWhatMayBeASecret() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChatBotKitSelector.bot("https://me:secret-1@example.org/bots/clx1?key=secret-2"))
			.withMessageContaining("clx1")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret-1", "secret-2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "bot/id= clx1", "bot/id=clx 1", "bot/id=\"clx1\"", "model/name='gpt-4o'",
			"model/name=gpt 4o", "bot/id=<clx1>", "bot/id=bot/id=clx1", "bot/id=clx1/id=clx2",
			"model/name=model/name=gpt-4o", "model/name=gpt-4o/name=x", "bot/id=https://chatbotkit.com/bots/clx1",
			"bot/id=chatbotkit.com/bots/clx1" })
	void aSelectorIsHeldToTheSame(String selector) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.read(selector))
			.withMessageContaining("selector");
	}

	@ParameterizedTest
	@ValueSource(strings = { "bot/id=clx1/extra=1", "bot/extra=1/id=clx1", "bot/name=n/id=clx1" })
	void aSelectorMaySayMore(String selector) {
		assertThat(ChatBotKitSelector.read(selector)).isEqualTo(new ChatBotKitSelector.Bot("clx1"));
	}

	@Test
	void aSelectorThatSomebodyWroteIsTrimmed() {
		assertThat(ChatBotKitSelector.read(" bot/id=clx1\n").value()).isEqualTo("bot/id=clx1");
		assertThat(ChatBotKitSelector.read("\tmodel/name=gpt-4o ").value()).isEqualTo("model/name=gpt-4o");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "clx1\n", "\"x\"", "<x>" })
	void theRecordsAndTheJsonFormTakeAnyText(String id) {
		ChatBotKitSelector selector = new ChatBotKitSelector.Bot(id);
		assertThat(ChatBotKitSelector.read(selector.value())).isEqualTo(selector);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "\"sk-0123456789\" | in quotes", "'sk-0123456789' | in quotes", "Bearer sk-0123456789 | Bearer",
					"bearer sk-0123456789 | Bearer", "`sk-012\n3456789` | character", "sk-012 3456789 | character",
					"sk-0123456789\\\\n | character", "<sk-0123456789> | in brackets", "[sk-0123456789] | in brackets",
					"sk-0*** | shortened", "sk-0... | shortened" })
	void aKeyIsRefusedWithoutBeingShown(String key, String words) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitApi.builder().secretKey(key))
			.withMessageContaining(words)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("sk-0"));
	}

	@ParameterizedTest
	@ValueSource(strings = { " sk-0123456789\n", "\u00A0sk-0123456789", "\uFEFFsk-0123456789\u200B" })
	void aKeyIsTrimmed(String key) {
		assertThat(SecretKey.checked(key)).isEqualTo("sk-0123456789");
		try (ChatBotKitApi api = ChatBotKitApi.builder().secretKey(key).build()) {
			assertThat(api).isNotNull();
		}
	}

}
