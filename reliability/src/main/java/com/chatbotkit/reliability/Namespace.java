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

package com.chatbotkit.reliability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A network of its own on this machine, at the other end of a cable that can be pulled.
 * Needs root.
 */
final class Namespace implements AutoCloseable {

	/** Where a server in it listens. */
	static final String ADDRESS = "10.199.77.2";

	private static final String HERE = "10.199.77.1";

	private static final String NAME = "cbk-reliability";

	Namespace() throws IOException, InterruptedException {
		remove();
		ip("netns", "add", NAME);
		ip("link", "add", "cbk-here", "type", "veth", "peer", "name", "cbk-there", "netns", NAME);
		ip("addr", "add", HERE + "/24", "dev", "cbk-here");
		ip("link", "set", "cbk-here", "up");
		ip("-n", NAME, "addr", "add", ADDRESS + "/24", "dev", "cbk-there");
		ip("-n", NAME, "link", "set", "cbk-there", "up");
		ip("-n", NAME, "link", "set", "lo", "up");
	}

	static boolean isPossible() throws IOException, InterruptedException {
		try {
			return new ProcessBuilder("ip", "netns", "add", NAME + "-try").redirectErrorStream(true)
				.start()
				.waitFor() == 0 && run("netns", "del", NAME + "-try") == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** What runs a command in it. */
	List<String> command() {
		return List.of("ip", "netns", "exec", NAME);
	}

	void cut() throws IOException, InterruptedException {
		ip("-n", NAME, "link", "set", "cbk-there", "down");
	}

	void join() throws IOException, InterruptedException {
		ip("-n", NAME, "link", "set", "cbk-there", "up");
	}

	private static void ip(String... arguments) throws IOException, InterruptedException {
		if (run(arguments) != 0) {
			throw new IOException("ip " + String.join(" ", arguments) + " failed");
		}
	}

	private static int run(String... arguments) throws IOException, InterruptedException {
		String[] command = new String[arguments.length + 1];
		command[0] = "ip";
		System.arraycopy(arguments, 0, command, 1, arguments.length);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		int code = process.waitFor();
		if (code != 0 && !arguments[1].equals("del")) {
			System.err.println(said);
		}
		return code;
	}

	private static void remove() throws IOException, InterruptedException {
		run("netns", "del", NAME);
	}

	@Override
	public void close() throws IOException, InterruptedException {
		remove();
	}

}
