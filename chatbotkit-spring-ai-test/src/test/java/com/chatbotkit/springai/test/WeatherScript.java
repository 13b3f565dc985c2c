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

package com.chatbotkit.springai.test;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A bot that asks the caller's {@code getCurrentWeather} for each city in the question,
 * all in one turn, and answers with the temperatures that come back.
 */
public final class WeatherScript {

	private static final String FUNCTION = "getCurrentWeather";

	private static final List<City> CITIES = List.of(new City("San Francisco", 37.8, -122.4),
			new City("Tokyo", 35.7, 139.7), new City("Paris", 48.9, 2.4));

	private WeatherScript() {
	}

	public static void on(BotScript bot) {
		bot.when(Turn::hasResults)
			.reply(WeatherScript::tell)
			.when((turn) -> turn.offers(FUNCTION) && turn.text().contains("weather"))
			.reply(WeatherScript::ask);
	}

	private static Reply ask(Turn turn) {
		Reply reply = Reply.nothing();
		for (City city : CITIES) {
			if (turn.text().contains(city.name())) {
				reply = reply.andCall(FUNCTION,
						Map.of("location", city.name(), "lat", city.lat(), "lon", city.lon(), "unit", "C"));
			}
		}
		return reply;
	}

	private static Reply tell(Turn turn) {
		return Reply.text(turn.results()
			.stream()
			.map((result) -> (result.arguments() != null) ? result.arguments().path("location").asString("") + ": "
					+ result.result().path("temp").asInt(0) + " °C" : result.json())
			.collect(Collectors.joining(", ")));
	}

	private record City(String name, double lat, double lon) {

	}

}
