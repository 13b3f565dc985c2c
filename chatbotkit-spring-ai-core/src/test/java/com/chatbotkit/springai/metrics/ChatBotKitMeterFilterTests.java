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

package com.chatbotkit.springai.metrics;

import com.chatbotkit.springai.ModelTag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatBotKitMeterFilter} and {@link ModelTag}.
 */
class ChatBotKitMeterFilterTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	ChatBotKitMeterFilterTests() {
		this.registry.config().meterFilter(new ChatBotKitMeterFilter());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "bot/id=clx1|bot", "{\"name\":\"bot\",\"config\":{\"id\":\"0123\"}}|bot",
					"model/name=gpt-4o|model/name=gpt-4o", "model/name=gpt-4o%2Ftemperature=0.5|model/name=gpt-4o",
					"model/name=acme%2Fbig%2Ftemperature=0.5%2FmaxTokens=1|model/name=acme/big",
					"{\"name\":\"model\",\"config\":{\"name\":\"gpt-4o/temperature=0.5\"}}|model/name=gpt-4o",
					"gpt-4o|gpt-4o", "none|none" })
	void thereAreFewValuesOfAModel(String model, String tag) {
		Timer timer = timer("gen_ai.client.operation", "chatbotkit", model);
		assertThat(timer.getId().getTag("gen_ai.request.model")).isEqualTo(tag);
		assertThat(timer.getId().getTag("gen_ai.response.model")).isEqualTo(tag);
		assertThat(timer.getId().getTag("error")).isEqualTo("none");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "bot/id=b1|bot/id=b1|bot", "bot/id=b1|bot/id=b2|other",
			"bot/id=b1|gpt-4o-2026-11-28|other", "bot/id=b1|{\"name\":\"bot\",\"config\":{\"id\":\"b1\"}}|bot",
			"model/name=m1|model/name=m1|model/name=m1", "model/name=m1|model/name=m1%2Ftemperature=0.5|model/name=m1",
			"model/name=m1|model/name=m2|other", "bot/id=b1|none|none", "none|gpt-4o|other" })
	void whatAServerNamesIsNoTagUnlessItWasAsked(String asked, String answered, String tag) {
		Timer timer = Timer.builder("gen_ai.client.operation")
			.tags("gen_ai.system", "chatbotkit", "gen_ai.request.model", asked, "gen_ai.response.model", answered)
			.register(this.registry);
		assertThat(timer.getId().getTag("gen_ai.response.model")).isEqualTo(tag);
	}

	@Test
	void metersOfOthersAreLeftAlone() {
		assertThat(timer("gen_ai.client.operation", "another", "bot/id=clx1").getId().getTag("gen_ai.request.model"))
			.isEqualTo("bot/id=clx1");
		assertThat(timer("something", "chatbotkit", "bot/id=clx1").getId().getTag("gen_ai.request.model"))
			.isEqualTo("bot/id=clx1");
	}

	private Timer timer(String name, String provider, String model) {
		return Timer.builder(name)
			.tags("gen_ai.system", provider, "gen_ai.request.model", model, "gen_ai.response.model", model, "error",
					"none")
			.register(this.registry);
	}

}
