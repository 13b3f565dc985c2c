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

import java.time.Duration;
import java.util.Locale;

/**
 * Measures one contender in one scenario, in this process:
 * {@code <contender> <scenario> <port of the server> <seconds to warm up> <seconds>}.
 */
public final class Measure {

	private Measure() {
	}

	public static void main(String[] args) {
		Contender contender = Contender.of(args[0], Integer.parseInt(args[2]));
		Scenario scenario = Scenario.valueOf(args[1].replace('-', '_').toUpperCase(Locale.ROOT));
		Measured measured = scenario.measure(contender, seconds(args[3]), seconds(args[4]));
		System.out.println(measured.with(Measured.OWN_CPU, Machine.busySeconds(ProcessHandle.current())).toLine());
		// Some clients leave threads behind that keep a process alive.
		System.exit(0);
	}

	private static Duration seconds(String text) {
		return Duration.ofMillis((long) (Double.parseDouble(text) * 1000));
	}

}
