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

package com.chatbotkit.springai.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Measures one contender in one scenario, in this process:
 * {@code <contender> <scenario> <port of the server> <seconds to warm up> <seconds>}.
 * Says when it is warm, and then measures once for each line that it is sent.
 */
public final class Measure {

	static final String WARM = "WARM";

	private Measure() {
	}

	public static void main(String[] args) throws IOException {
		Contender contender = Contender.of(args[0], Contender.baseUrl(Integer.parseInt(args[2])));
		Scenario scenario = Scenario.valueOf(args[1].toUpperCase(Locale.ROOT));
		Duration time = seconds(args[4]);
		scenario.warmUp(contender, seconds(args[3]));
		System.out.println(WARM);
		BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		while (turns.readLine() != null) {
			System.out.println(scenario.measure(contender, time).toLine());
		}
		// Some clients leave threads behind that keep a process alive.
		System.exit(0);
	}

	private static Duration seconds(String text) {
		return Duration.ofMillis((long) (Double.parseDouble(text) * 1000));
	}

}
