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

package com.chatbotkit.springai.fuzzing;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests fuzz targets with their kept inputs, and with each of them changed a little, in
 * ways that are the same in each run. {@code fuzzing/run} goes on from there, for as long
 * as it is told.
 */
public abstract class KeptInputs {

	/** Mutation testing, which runs this for each mutant, does without. */
	private static final int CHANGES = Integer.getInteger("kept-inputs.changes", 30);

	private static final int STRETCH = 100_000;

	private static final int STRETCHES = Integer.getInteger("kept-inputs.stretches", 2);

	/** Far above what any takes on a busy machine, and far below the square of it. */
	private static final Duration MOST_TIME = Duration.ofSeconds(60);

	private static final String MARKS = "{}[],:\"\\\n\r /0-e";

	private final Map<String, Consumer<byte[]>> targets;

	/**
	 * Takes the targets.
	 * @param targets each by its name, which is that of its folder
	 */
	protected KeptInputs(Map<String, Consumer<byte[]>> targets) {
		// In the same order in each JVM, so that mutation testing finds a test again.
		this.targets = new TreeMap<>(targets);
	}

	@TestFactory
	Stream<DynamicTest> holdsForKeptInputs() {
		return this.targets.entrySet()
			.stream()
			.map((target) -> DynamicTest.dynamicTest(target.getKey(),
					() -> replay(target.getKey(), target.getValue())));
	}

	@TestFactory
	Stream<DynamicTest> longInputsTakeNoLongerThanTheirLength() {
		return this.targets.entrySet()
			.stream()
			.map((target) -> DynamicTest.dynamicTest(target.getKey(),
					() -> stretch(target.getKey(), target.getValue())));
	}

	@Test
	void eachTargetHasInputs() throws Exception {
		assertThat(list(folder(""))).extracting((folder) -> folder.getFileName().toString())
			.containsExactlyInAnyOrderElementsOf(this.targets.keySet());
	}

	private static void replay(String name, Consumer<byte[]> target) throws Exception {
		List<Path> inputs = list(folder(name));
		assertThat(inputs).isNotEmpty();
		for (Path input : inputs) {
			byte[] bytes = Files.readAllBytes(input);
			check(target, bytes, input);
			Random random = new Random(1);
			for (int i = 0; i < CHANGES; i++) {
				check(target, changed(bytes, random), input);
			}
		}
	}

	private static void stretch(String name, Consumer<byte[]> target) throws Exception {
		for (Path input : list(folder(name))) {
			byte[] bytes = Files.readAllBytes(input);
			Random random = new Random(2);
			for (int i = 0; i < STRETCHES; i++) {
				int place = random.nextInt(bytes.length);
				byte[] run = new byte[STRETCH];
				Arrays.fill(run, bytes[place]);
				byte[] changed = joined(joined(Arrays.copyOf(bytes, place), run),
						Arrays.copyOfRange(bytes, place, bytes.length));
				assertTimeoutPreemptively(MOST_TIME, () -> target.accept(changed),
						() -> input.getFileName() + ", stretched at " + place);
			}
		}
	}

	private static void check(Consumer<byte[]> target, byte[] bytes, Path input) {
		try {
			target.accept(bytes);
		}
		catch (Throwable ex) {
			throw new AssertionError("Does not hold for " + input.getFileName() + ", changed to "
					+ Base64.getEncoder().encodeToString(bytes), ex);
		}
	}

	/**
	 * Cuts the bytes, or swaps, adds or repeats some of them.
	 */
	private static byte[] changed(byte[] bytes, Random random) {
		byte[] changed = bytes.clone();
		for (int i = random.nextInt(3); i >= 0 && changed.length > 0; i--) {
			int place = random.nextInt(changed.length);
			int end = place + random.nextInt(Math.min(16, changed.length - place));
			switch (random.nextInt(5)) {
				case 0 -> changed = Arrays.copyOf(changed, place);
				case 1 -> changed[place] = (byte) MARKS.charAt(random.nextInt(MARKS.length()));
				case 2 -> changed[place] = (byte) random.nextInt(256);
				case 3 ->
					changed = joined(Arrays.copyOf(changed, end), Arrays.copyOfRange(changed, place, changed.length));
				default ->
					changed = joined(Arrays.copyOf(changed, place), Arrays.copyOfRange(changed, end, changed.length));
			}
		}
		return changed;
	}

	private static byte[] joined(byte[] first, byte[] second) {
		byte[] joined = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, joined, first.length, second.length);
		return joined;
	}

	private static Path folder(String name) throws URISyntaxException {
		return Path.of(Objects.requireNonNull(KeptInputs.class.getResource("/fuzzing/" + name)).toURI());
	}

	private static List<Path> list(Path folder) throws IOException {
		try (Stream<Path> paths = Files.list(folder)) {
			return paths.sorted().toList();
		}
	}

}
