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
 * The command line of the emulator.
 */
final class EmulatorArguments {

	static final String USAGE = """
			Emulates ChatBotKit's Chat Completions endpoint.

			  java -jar chatbotkit-emulator.jar [--host=127.0.0.1] [--port=0] [--secret-key=sk-test-1]

			  --host        name or address to listen on (default 127.0.0.1)
			  --port        port to listen on, 0 for any free one (default 0)
			  --secret-key  key to accept beside those that start with sk-test
			  --help        print this text
			  --health      start nothing, but end with status 0 if an emulator answers on
			                --port of this machine, else with 1

			A browser on this machine sees what happens on the page http://127.0.0.1:<port>/.
			""";

	private static final int MAX_PORT = 65535;

	private EmulatorArguments() {
	}

	/**
	 * Reads the command line.
	 * @throws IllegalArgumentException with a sentence that says what to write
	 */
	static ChatBotKitEmulator.Builder parse(String... arguments) {
		// Nobody asks a program what it received: the page keeps its own.
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
	 * Reads the port that a running emulator is asked for on.
	 * @throws IllegalArgumentException with a sentence that says what to write
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
					argument + " is no port: write a number from 0 to " + MAX_PORT + ", for example --port=0.");
		}
		return Integer.parseInt(value);
	}

}
