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

package com.chatbotkit.samples.guides.markdown;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code in all Markdown files is that of files which are compiled and run.
 */
class CodeTests {

	@BeforeAll
	static void update() {
		if (Repository.isToBeUpdated()) {
			MarkdownFile.all().forEach(CodeTests::update);
		}
	}

	private static void update(MarkdownFile file) {
		MarkdownFile updated = file;
		List<Fence> fences = file.fences();
		// From the last one on, so that the lines of the others stay where they are.
		for (int i = fences.size() - 1; i >= 0; i--) {
			if (fences.get(i).source() != null) {
				updated = fences.get(i).replace(updated, fences.get(i).expectedCode());
			}
		}
		if (!updated.equals(file)) {
			updated.write();
		}
	}

	@TestFactory
	Stream<DynamicTest> codeIsThatOfItsSource() {
		return tests((file, fence) -> {
			if (fence.source() != null) {
				assertThat(fence.code(file))
					.as("The code that %s has from %s; if the latter is right: %s", file, fence.source(),
							Repository.HOW_TO_UPDATE)
					.isEqualTo(fence.expectedCode());
			}
		});
	}

	@TestFactory
	Stream<DynamicTest> javaHasASource() {
		return tests((file, fence) -> {
			if (fence.language().equals("java")) {
				assertThat(fence.source())
					.as("The source of the code in line %d of %s, in a comment before the block such as "
							+ "<!-- code: samples/guides/src/main/java/…/Orders.java#tag -->", fence.opening() + 1,
							file)
					.isNotNull();
			}
		});
	}

	private static Stream<DynamicTest> tests(FenceCheck check) {
		return MarkdownFile.all()
			.flatMap((file) -> file.fences()
				.stream()
				.map((fence) -> DynamicTest.dynamicTest(file + ":" + (fence.opening() + 1),
						() -> check.check(file, fence))));
	}

	private interface FenceCheck {

		void check(MarkdownFile file, Fence fence);

	}

}
