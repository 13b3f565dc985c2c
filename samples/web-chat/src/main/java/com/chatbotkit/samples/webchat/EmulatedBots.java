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

package com.chatbotkit.samples.webchat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.chatbotkit.springai.test.BotScript;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.Turn;
import com.chatbotkit.springai.test.autoconfigure.ChatBotKitEmulatorCustomizer;
import tools.jackson.databind.JsonNode;

import org.springframework.stereotype.Component;

/**
 * Scripts the two bots of a bicycle shop on the emulator, which runs unless a secret key
 * is set.
 */
@Component
class EmulatedBots implements ChatBotKitEmulatorCustomizer {

	private static final Pattern ORDER = Pattern.compile("[A-Z]-\\d+");

	private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH);

	private final Duration pace;

	EmulatedBots() {
		this(Duration.ofMillis(35));
	}

	/** Creates bots that pause between two pieces of an answer. */
	EmulatedBots(Duration pace) {
		this.pace = pace;
	}

	@Override
	public void customize(ChatBotKitEmulator emulator) {
		support(emulator.bot("support"));
		workshop(emulator.bot("workshop"));
	}

	private void support(BotScript bot) {
		bot.when("order")
			.reply(this::aboutAnOrder)
			.when("test ride")
			.reply(this::aboutATestRide)
			.when("send back")
			.reply((turn) -> spoken("searchPolicies", "returns", EmulatedReplies.RETURNS))
			.when("goes wrong")
			.reply((turn) -> paced("Let me see. I was about to say that")
				.failing(Fault.engineErrorAfter(6, "MODEL_OVERLOADED", "The model is overloaded.")))
			.reply((turn) -> paced(EmulatedReplies.SUPPORT));
	}

	private void workshop(BotScript bot) {
		bot.when("puncture")
			.reply((turn) -> spoken("searchManual", "mending a puncture", EmulatedReplies.PUNCTURE))
			.when("gear")
			.reply((turn) -> paced(EmulatedReplies.GEARS))
			.when("history")
			.reply((turn) -> paced(EmulatedReplies.HISTORY).every(this.pace.multipliedBy(5)))
			.reply((turn) -> paced(EmulatedReplies.WORKSHOP));
	}

	private Reply aboutAnOrder(Turn turn) {
		if (!turn.hasResults()) {
			Matcher number = ORDER.matcher(turn.text());
			return paced("Let me look that up.").andCall("orderStatus",
					Map.of("number", number.find() ? number.group() : "A-1042"));
		}
		JsonNode order = turn.results().get(0).result();
		return paced(EmulatedReplies.ORDER.formatted(order.path("number").asString(), order.path("state").asString(),
				DAY.format(LocalDate.parse(order.path("expected").asString()))));
	}

	private Reply aboutATestRide(Turn turn) {
		if (!turn.hasResults()) {
			LocalDate saturday = LocalDate.now(ZoneId.systemDefault()).with(TemporalAdjusters.next(DayOfWeek.SATURDAY));
			return Reply.call("bookTestRide", Map.of("bicycle", "Col Climber", "day", saturday.toString()));
		}
		JsonNode ride = turn.results().get(0).result();
		return paced(EmulatedReplies.TEST_RIDE.formatted(ride.path("bicycle").asString(),
				DAY.format(LocalDate.parse(ride.path("day").asString())), ride.path("time").asString()));
	}

	/** Replies after a call of one of the bot's own tools. */
	private Reply spoken(String tool, String query, String text) {
		return Reply.nothing().andOwnCall(tool, Map.of("query", query)).andText(text).every(this.pace);
	}

	private Reply paced(String text) {
		return Reply.text(text).every(this.pace);
	}

}
