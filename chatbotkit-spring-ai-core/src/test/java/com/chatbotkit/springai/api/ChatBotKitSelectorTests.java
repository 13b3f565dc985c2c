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

import com.chatbotkit.springai.api.ChatBotKitSelector.Bot;
import com.chatbotkit.springai.api.ChatBotKitSelector.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Selectors are read as the endpoint reads them, row by row of docs/contract.md#selector,
 * and written so that the endpoint finds what was meant.
 */
class ChatBotKitSelectorTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false,
			value = { "bot/id=clx1|clx1", "bot/id=abc/extra=1|abc", "bot/id=x/|x", "bot/id= x| x", "bot/id=a/id=b|b",
					"bot/id=a%2Fb|a/b", "bot/id=%2Fb|/b", "bot/id=a%2fb|a/b", "bot/id=a%20b|a%20b", "bot/id=a=b|a=b",
					"bot/id=0ob|0ob", "bot/id=0b2|0b2", "bot/id=0xg|0xg", "bot/name=n/id=x|x",
					"{\"name\":\"bot\",\"config\":{\"id\":\"0123\"}}|0123",
					"{\"name\":\"bot\",\"config\":{\"id\":123}}|123", "{\"name\":\"bot\",\"id\":\"x\"}|x" })
	void aBotIsRead(String text, String id) {
		assertThat(ChatBotKitSelector.parse(text)).isEqualTo(new Bot(id));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false,
			value = { "model/name=gpt-4o|gpt-4o", "model/id=gpt-4o|gpt-4o", "model/name=gpt-4o/temperature=0.5|gpt-4o",
					"model/name=gpt-4o%2Ftemperature=0.5|gpt-4o/temperature=0.5",
					"model/name=gpt-4o%2ftemperature=0.5%2FmaxTokens=100|gpt-4o/temperature=0.5/maxTokens=100",
					"model/name=true|true", "model/n%2Fame=x/name=z|z", "model/=x/name=y|y", "model/name=é🐎|é🐎",
					"model/name=a+b|a+b",
					"{\"name\":\"model\",\"config\":{\"name\":\"gpt-4o/temperature=0.5\"}}|gpt-4o/temperature=0.5",
					"{\"name\":\"model\",\"config\":{\"name\":\"m\",\"temperature\":0.5}}|m",
					"{\"name\":\"model\",\"id\":\"m\"}|m",
					"{\"name\":\"model\",\"config\":{\"name\":null,\"id\":\"z\"}}|z" })
	void aModelIsRead(String text, String name) {
		assertThat(ChatBotKitSelector.parse(text)).isEqualTo(new Model(name));
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "gpt-4o", "bot", "bot/", "bot/id", "bot/id=", "bot/id=false", "bot/id=0", "bot/id=0x1F",
			"bot/id=0b11", "bot/id=0.00", "bot/id=1e-400", "bot/id= ", "bot/name=x", " bot/id=x", "bot /id=x",
			"bot/ID=x", "Bot/id=x", "model/", "model/name=", "model/name=0", "model/name=/id=y", "model/name=false",
			"custom/name=x", "%2F", "\"model/name=x\"", "model\\name=x", "conversation/id=x", "bot%2Fid=x", "{", "{}",
			"{\"config\":{\"id\":\"x\"}}", "{\"name\":\"bot\"}", "{\"name\":\"bot\",\"config\":\"id\"}",
			"{\"name\":\"bot\",\"config\":[1]}", "{\"name\":[\"bot\"],\"id\":\"x\"}",
			"{\"name\":\"bot\",\"config\":{\"id\":0}}", "{\"name\":\"bot\",\"config\":{\"id\":null}}",
			"{\"name\":\"bot\",\"config\":{\"id\":\"\"}}", "{\"name\":\"conversation\",\"config\":{\"id\":\"x\"}}" })
	void whatTheEndpointRefusesIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.parse(text));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, value = {
			"clx1|bot/id=clx1", "é🐎|bot/id=é🐎", "x1e5|bot/id=x1e5", "0b2|bot/id=0b2",
			"0123|{\"name\":\"bot\",\"config\":{\"id\":\"0123\"}}",
			"1e5|{\"name\":\"bot\",\"config\":{\"id\":\"1e5\"}}", "0|{\"name\":\"bot\",\"config\":{\"id\":\"0\"}}",
			"-1|{\"name\":\"bot\",\"config\":{\"id\":\"-1\"}}", ".5|{\"name\":\"bot\",\"config\":{\"id\":\".5\"}}",
			"0x1F|{\"name\":\"bot\",\"config\":{\"id\":\"0x1F\"}}",
			"Infinity|{\"name\":\"bot\",\"config\":{\"id\":\"Infinity\"}}",
			"true|{\"name\":\"bot\",\"config\":{\"id\":\"true\"}}",
			"false|{\"name\":\"bot\",\"config\":{\"id\":\"false\"}}",
			"a/b|{\"name\":\"bot\",\"config\":{\"id\":\"a/b\"}}", "/b|{\"name\":\"bot\",\"config\":{\"id\":\"/b\"}}",
			"%2Fb|{\"name\":\"bot\",\"config\":{\"id\":\"%2Fb\"}}",
			"a%2Fb|{\"name\":\"bot\",\"config\":{\"id\":\"a%2Fb\"}}",
			"a\"b/|{\"name\":\"bot\",\"config\":{\"id\":\"a\\\"b/\"}}" })
	void anIdIsWrittenSoThatItArrivesAsItIs(String id, String value) {
		assertThat(ChatBotKitSelector.bot(id).value()).isEqualTo(value);
		assertThat(ChatBotKitSelector.parse(value)).isEqualTo(new Bot(id));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gpt-4o", "0123", "a/b", "true", "é", "{", "name=x", "a%2fb" })
	void aModelNameIsReadBackAsItWasWritten(String name) {
		assertThat(ChatBotKitSelector.parse(ChatBotKitSelector.model(name).value())).isEqualTo(new Model(name));
	}

	@Test
	void aBareModelNameIsToldBothWaysToWrite() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.parse("gpt-4o"))
			.withMessageContaining("\"gpt-4o\"")
			.withMessageContaining("model/name=")
			.withMessageContaining("bot/id=");
	}

	@Test
	void aConversationIsReserved() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.parse("conversation/id=x"))
			.withMessageContaining("reserved");
	}

	@Test
	void nothingIsNoIdAndNoName() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.bot(""))
			.withMessage("The bot id is empty: write bot/id=<id>");
		assertThatIllegalArgumentException().isThrownBy(() -> new Bot(""))
			.withMessage("The bot id is empty: write bot/id=<id>");
		assertThatIllegalArgumentException().isThrownBy(() -> ChatBotKitSelector.model(""))
			.withMessage("The model name is empty: write model/name=<model>");
		assertThatIllegalArgumentException().isThrownBy(() -> new Model(""))
			.withMessage("The model name is empty: write model/name=<model>");
	}

	@Test
	void aSelectorIsShownAsItIsSent() {
		assertThat(ChatBotKitSelector.bot("x")).hasToString("bot/id=x");
		assertThat(ChatBotKitSelector.model("0x")).hasToString("model/name=0x");
	}

	@Test
	void onlyABotMayAct() {
		assertThat(ChatBotKitSelector.bot("x").mayAct()).isTrue();
		assertThat(ChatBotKitSelector.model("x").mayAct()).isFalse();
	}

}
