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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program in a JVM of its own, which ends with this one.
 */
final class Child implements AutoCloseable {

	private final Process process;

	private final String line;

	private Child(Process process, String line) {
		this.process = process;
		this.line = line;
	}

	/**
	 * Starts a class of this class path, and waits for the line that tells that it is
	 * ready.
	 * @param before what stands before the command of Java
	 * @param heap the size of the heap, such as {@code 128m}
	 * @param ready what the line begins with
	 * @param main the class and its arguments
	 */
	static Child start(List<String> before, String heap, String ready, String... main) throws IOException {
		List<String> command = new ArrayList<>(before);
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap,
				"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
		command.addAll(Arrays.asList(main));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
		BufferedReader out = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
		String line = out.readLine();
		while (line != null && !line.startsWith(ready)) {
			line = out.readLine();
		}
		if (line == null) {
			throw new IOException("It did not start: " + String.join(" ", main));
		}
		return new Child(process, line.substring(ready.length()).strip());
	}

	/** What the line says that it is ready. */
	String line() {
		return this.line;
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
