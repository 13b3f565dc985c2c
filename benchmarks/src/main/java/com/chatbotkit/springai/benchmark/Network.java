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

/**
 * The {@link TlsServer} and the {@link Relay} before it.
 */
final class Network implements AutoCloseable {

	private static final String ROUND_TRIP_MILLIS = System.getProperty("round.trip", "30");

	private final Process server;

	private final Process relay;

	private final String[] serverPorts;

	private final String[] relayPorts;

	Network() throws IOException, InterruptedException {
		Certificate.make();
		this.server = Programs.tlsServer().redirectError(ProcessBuilder.Redirect.INHERIT).start();
		this.serverPorts = ports(this.server);
		this.relay = Programs.relay(ROUND_TRIP_MILLIS, this.serverPorts)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		this.relayPorts = ports(this.relay);
	}

	private static String[] ports(Process process) throws IOException {
		String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
			.readLine();
		return line.split(" ", -1);
	}

	/**
	 * Returns what measures a contender.
	 */
	ProcessBuilder measure(String contender, Comparison comparison, String warmUp) throws IOException {
		int server = comparison.isHttp2() ? 0 : 1;
		String[] ports = comparison.isThroughRelay() ? this.relayPorts : this.serverPorts;
		return Programs.measureNetwork(contender, comparison.name(),
				"https://localhost:" + ports[server] + "/v1/openai", this.relayPorts[2], Integer.toString(server),
				warmUp);
	}

	@Override
	public void close() {
		this.relay.destroy();
		this.server.destroy();
	}

}
