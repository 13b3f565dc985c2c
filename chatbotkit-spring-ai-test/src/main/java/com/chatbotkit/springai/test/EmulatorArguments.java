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

/**
 * Parses the command line of the emulator.
 */
final class EmulatorArguments {

	static final String USAGE = """
			Emulates ChatBotKit's Chat Completions endpoint.

			  java -jar chatbotkit-emulator.jar [--host=127.0.0.1] [--port=0] [--secret-key=sk-test-1]

			  --host        host name or address to listen on (default 127.0.0.1)
			  --port        port to listen on, 0 for any free one (default 0)
			  --secret-key  secret key to accept, besides every key that starts with sk-test
			  --help        print this text
			  --health      check a running emulator: exit with 0 if one answers on
			                --port of this machine, else with 1

			To watch requests, open http://127.0.0.1:<port>/ in a browser on this machine.
			""";

	static final int MAX_PORT = 65535;

	private EmulatorArguments() {
	}

	/**
	 * Parses the command line.
	 * @throws IllegalArgumentException with a message that says what to write instead
	 */
	static ChatBotKitEmulator.Builder parse(String... arguments) {
		// Nothing reads the requests of the program: the page has its own journal.
		ChatBotKitEmulator.Builder builder = ChatBotKitEmulator.builder().keepRequests(0);
		for (String argument : arguments) {
			String[] pair = argument.split("=", 2);
			String value = (pair.length > 1) ? pair[1].strip() : "";
			switch (pair[0]) {
				case "--host" -> builder.host(notEmpty(argument, value, "--host=127.0.0.1"));
				case "--port" -> builder.port(port(argument, value));
				case "--secret-key" -> builder.secretKey(notEmpty("--secret-key", value, "--secret-key=sk-test-1"));
				default -> throw new IllegalArgumentException(
						"Unknown argument " + pair[0] + ": write --host, --port or --secret-key, each with =value.");
			}
		}
		return builder;
	}

	/**
	 * Parses the port of the running emulator that the health check asks.
	 * @throws IllegalArgumentException with a message that says what to write instead
	 */
	static int port(String... arguments) {
		for (String argument : arguments) {
			if (argument.startsWith("--port=")) {
				return port(argument, argument.substring("--port=".length()).strip());
			}
		}
		throw new IllegalArgumentException(
				EmulatorHealth.OPTION + " needs a port: write for example " + EmulatorHealth.OPTION + " --port=8080.");
	}

	private static String notEmpty(String argument, String value, String example) {
		if (value.isEmpty()) {
			throw new IllegalArgumentException(argument + " needs a value: write for example " + example + ".");
		}
		return value;
	}

	private static int port(String argument, String value) {
		if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > MAX_PORT) {
			throw new IllegalArgumentException(
					argument + " is not a port: write a number from 0 to " + MAX_PORT + ", for example --port=0.");
		}
		return Integer.parseInt(value);
	}

}
