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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.StringUtils;

/**
 * The programs that a comparison runs, on the Java that runs the comparison.
 */
final class Programs {

	/** What gives the server a processor of its own, as words of a command. */
	private static final String SERVER = System.getProperty("processor.server", "");

	/** What gives whoever is measured a processor of its own. */
	private static final String CONTENDER = System.getProperty("processor.contender", "");

	/** An application starts on all processors, as it does elsewhere. */
	private static final String ALL = "";

	/** What is passed on to whoever is measured over a network. */
	private static final List<String> OPTIONS = List.of("crowd.streams", "crowd.pieces", "connections.max");

	private Programs() {
	}

	static ProcessBuilder server() throws IOException {
		return java(SERVER, List.of("-Xmx1g"), ClassPath.ofBenchmarks(), Server.class.getName());
	}

	static ProcessBuilder measure(String contender, Comparison comparison, int port, String warmUp, String time)
			throws IOException {
		return java(CONTENDER, List.of("-Xms512m", "-Xmx2g"), ClassPath.ofBenchmarks(), Measure.class.getName(),
				contender, comparison.name(), Integer.toString(port), warmUp, time);
	}

	static ProcessBuilder tlsServer() throws IOException {
		return java(SERVER, List.of("-Xmx2g"), ClassPath.ofBenchmarks(), TlsServer.class.getName());
	}

	static ProcessBuilder relay(String roundTripMillis, String... servers) throws IOException {
		List<String> arguments = new ArrayList<>(List.of(Relay.class.getName(), roundTripMillis));
		arguments.addAll(List.of(servers));
		return java(SERVER, List.of("-Xmx1g"), ClassPath.ofBenchmarks(), arguments.toArray(String[]::new));
	}

	static ProcessBuilder measureNetwork(String... arguments) throws IOException {
		List<String> options = new ArrayList<>(List.of("-Xms256m", "-Xmx3g"));
		options.addAll(List.of(Certificate.trustOptions()));
		for (String option : OPTIONS) {
			if (System.getProperty(option) != null) {
				options.add("-D" + option + "=" + System.getProperty(option));
			}
		}
		List<String> main = new ArrayList<>(List.of(MeasureNetwork.class.getName()));
		main.addAll(List.of(arguments));
		return java(CONTENDER, options, ClassPath.ofBenchmarks(), main.toArray(String[]::new));
	}

	static ProcessBuilder application(String contender, int port) throws IOException {
		String url = Contender.baseUrl(port);
		return java(ALL, List.of("-Xmx512m"), ClassPath.ofApplication(contender),
				"com.chatbotkit.springai.benchmark.start.StartApplication", "--spring.main.banner-mode=off",
				"--spring.ai.chatbotkit.base-url=" + url, "--spring.ai.chatbotkit.secret-key=" + Contender.KEY,
				"--spring.ai.chatbotkit.chat.model=" + Contender.MODEL, "--spring.ai.openai.base-url=" + url,
				"--spring.ai.openai.api-key=" + Contender.KEY);
	}

	private static ProcessBuilder java(String processor, List<String> options, ClassPath classPath, String... main) {
		List<String> command = new ArrayList<>(List.of(StringUtils.tokenizeToStringArray(processor, " ")));
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classPath.withClasses()));
		command.addAll(List.of(main));
		return new ProcessBuilder(command);
	}

}
