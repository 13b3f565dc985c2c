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

/**
 * Measures one contender over a network, in this process, as {@link Measure} does without
 * one: {@code <contender> <comparison> <base URL> <port of the relay's counts> <number of
 * the server there> <seconds to warm up>}.
 */
public final class MeasureNetwork {

	private MeasureNetwork() {
	}

	public static void main(String[] args) throws Exception {
		NetworkPath path = new NetworkPath(args[0], args[2], Integer.parseInt(args[3]), Integer.parseInt(args[4]));
		NetworkScenario scenario = Comparison.valueOf(args[1]).overNetwork(path);
		scenario.warmUp(Duration.ofMillis((long) (Double.parseDouble(args[5]) * 1000)));
		System.out.println(Measure.WARM);
		BufferedReader turns = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		while (turns.readLine() != null) {
			System.out.println(scenario.measure().toLine());
		}
		// Some clients leave threads behind that keep a process alive.
		System.exit(0);
	}

	/**
	 * A contender and its way to the server.
	 *
	 * @param contender its name
	 * @param baseUrl where it asks
	 * @param counts the relay's port that says how many connections there were
	 * @param server which of the relay's servers
	 */
	record NetworkPath(String contender, String baseUrl, int counts, int server) {

		/**
		 * Returns a client that has no connections yet.
		 */
		Contender connect() {
			return Contender.of(this.contender, this.baseUrl);
		}

		/**
		 * Returns how many connections all contenders have made.
		 */
		int connections() throws IOException {
			return Relay.connections(this.counts, this.server);
		}

	}

}
