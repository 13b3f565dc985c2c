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
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One contender in a process of its own, which waits for its turns once it is warm.
 */
final class Turns implements AutoCloseable {

	private final String name;

	private final Process process;

	private final Path errors;

	private final BufferedReader lines;

	/**
	 * Starts the process and waits until it is warm.
	 */
	Turns(String name, ProcessBuilder builder) throws IOException {
		this.name = name;
		this.errors = Files.createTempFile(Path.of("target"), name, ".txt");
		this.process = builder.redirectError(this.errors.toFile()).start();
		this.lines = new BufferedReader(new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8));
		lineThatStartsWith(Measure.WARM);
	}

	String name() {
		return this.name;
	}

	/**
	 * Lets the contender be measured once.
	 */
	void begin() throws IOException {
		OutputStream turns = this.process.getOutputStream();
		turns.write('\n');
		turns.flush();
	}

	/**
	 * Waits until it is measured.
	 */
	Measured end() throws IOException {
		return Measured.parse(lineThatStartsWith(Measured.START));
	}

	private String lineThatStartsWith(String start) throws IOException {
		for (String line = this.lines.readLine(); line != null; line = this.lines.readLine()) {
			if (line.startsWith(start)) {
				return line;
			}
		}
		throw new IOException(this.name + " failed:\n" + Files.readString(this.errors));
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
