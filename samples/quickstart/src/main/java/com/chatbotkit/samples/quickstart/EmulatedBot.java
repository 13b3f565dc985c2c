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

package com.chatbotkit.samples.quickstart;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.chatbotkit.springai.server.agent.AgentMessage;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.Turn;
import com.chatbotkit.springai.test.autoconfigure.ChatBotKitEmulatorCustomizer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/**
 * Scripts a bicycle shop's bot on the emulator, which runs unless a secret key is set.
 */
@Component
class EmulatedBot implements ChatBotKitEmulatorCustomizer {

	private static final Pattern NAME = Pattern.compile("My name is (\\w+)");

	private static final Pattern ORDER = Pattern.compile("order (A-\\d+)");

	@Override
	public void customize(ChatBotKitEmulator emulator) {
		emulator.any()
			.when("What can you help")
			.reply("I am the bot of a bicycle shop: ask me about bicycles, your orders, or which one to buy.")
			.when("stay upright")
			.reply((turn) -> Reply
				.text("Because it steers itself into the fall: as it leans, the front wheel turns the same way,"
						+ " and brings the wheels back under the rider.")
				.every(Duration.ofMillis(60)))
			.when((turn) -> turn.offers("orderStatus"))
			.reply(EmulatedBot::aboutAnOrder)
			.when("What is my name")
			.reply(EmulatedBot::aboutTheName)
			.when("My name is")
			.reply((turn) -> Reply.text("Nice to meet you, " + nameIn(turn.text()) + "."))
			.when("Recommend a bicycle")
			.reply("{\"name\": \"Col Climber\", \"gears\": 22, \"price\": 1890.00}");
	}

	private static Reply aboutAnOrder(Turn turn) {
		if (!turn.hasResults()) {
			Matcher order = ORDER.matcher(turn.text());
			return Reply.call("orderStatus", Map.of("orderNumber", order.find() ? order.group(1) : ""));
		}
		JsonNode status = turn.results().get(0).result();
		return Reply
			.text("Your order " + status.path("orderNumber").asString() + " is " + status.path("state").asString()
					+ " and should arrive on " + status.path("expected").asString() + ".");
	}

	private static Reply aboutTheName(Turn turn) {
		String name = turn.messages()
			.stream()
			.filter(AgentMessage.User.class::isInstance)
			.map((message) -> nameIn(((AgentMessage.User) message).text()))
			.filter((known) -> known != null)
			.findFirst()
			.orElse(null);
		return Reply.text((name != null) ? "Your name is " + name + "." : "You have not told me your name.");
	}

	private static @Nullable String nameIn(String text) {
		Matcher name = NAME.matcher(text);
		return name.find() ? name.group(1) : null;
	}

}
