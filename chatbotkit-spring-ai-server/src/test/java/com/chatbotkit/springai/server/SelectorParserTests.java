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

import com.chatbotkit.springai.server.agent.AgentTarget;
import com.chatbotkit.springai.server.http.EndpointResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SelectorParserTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "bot/id=abc|abc", "bot/id=0123|123", "bot/id=1e5|100000", "bot/id=a=b|a=b",
					"bot/id=a%2fb%2Fc|a/b/c", "bot/id=abc/extra=1|abc", "bot/id=x/id=y|y", "bot/id=Infinity|Infinity",
					"bot/id=TRUE|TRUE", "{\"name\":\"bot\",\"config\":{\"id\":\"0123\"}}|0123",
					"{\"name\":\"bot\",\"id\":[1,null,[2]]}|1,,2", "{\"name\":\"bot\",\"id\":{}}|[object Object]",
					"{\"name\":\"bot\",\"id\":\"a\",\"config\":null}|a",
					"{\"name\":\"bot\",\"id\":\"a\",\"config\":[1]}|a" })
	void readsBots(String selector, String id) {
		assertThat(SelectorParser.parse(selector)).isEqualTo(new AgentTarget.Bot(id));
	}

	@ParameterizedTest
	@CsvSource({ "model/name=gpt-4o,gpt-4o", "model/id=m,m", "model/name=x/id=y,x",
			"model/name=a%2Ftemperature=0.5,a/temperature=0.5" })
	void readsModels(String selector, String name) {
		assertThat(SelectorParser.parse(selector)).isEqualTo(new AgentTarget.Model(name));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "bot/id=0|Bot selector requires an `id`", "bot/id=0x10|Bot selector requires an `id`",
					"~bot/id= ~|Bot selector requires an `id`", "bot/id=false|Bot selector requires an `id`",
					"model/name=/id=y|Model selector requires a `name` or `id`",
					"conversation/id=1|The `conversation/*` selector is not supported yet", "{\"name\"|Invalid syntax",
					"gpt-4o|Unsupported model selector \\\"gpt-4o\\\" - expected one of model/*, bot/*",
					"/bot/id=x|Unsupported model selector \\\"/bot/id=x\\\" - expected one of model/*, bot/*" })
	void refuses(String selector, String message) {
		String expected = "{\"message\":\"" + message + "\",\"code\":\"BAD_REQUEST\"}";
		assertThatExceptionOfType(EarlyResponseException.class).isThrownBy(() -> SelectorParser.parse(selector))
			.satisfies((ex) -> assertThat(ex.response().body()).isEqualTo(new EndpointResponse.Whole(expected)));
	}

}
