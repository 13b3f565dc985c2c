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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Jars that Maven wrote down when it built a module.
 *
 * @param jars the jars, without the classes of the benchmarks
 */
record ClassPath(List<Path> jars) {

	/** Runs the server and whoever is measured. */
	static ClassPath ofBenchmarks() throws IOException {
		return read(Path.of("target"));
	}

	/** Runs the minimal application with the starter of a contender. */
	static ClassPath ofApplication(String contender) throws IOException {
		return read(Path.of("start-" + contender, "target"));
	}

	private static ClassPath read(Path target) throws IOException {
		String jars = Files.readString(target.resolve("classpath.txt")).trim();
		return new ClassPath(Arrays.stream(jars.split(File.pathSeparator, -1)).map(Path::of).toList());
	}

	double megabytes() throws IOException {
		long bytes = 0;
		for (Path jar : this.jars) {
			bytes += Files.size(jar);
		}
		return bytes / 1e6;
	}

	/**
	 * Returns the jars and the classes of the benchmarks, as Java takes them.
	 */
	String withClasses() {
		return "target/classes" + File.pathSeparator
				+ this.jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

}
