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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Markdown file of this repository.
 *
 * @param path where it is
 * @param lines its lines
 */
record MarkdownFile(Path path, List<String> lines) {

	private static final Set<String> NOT_OURS = Set.of(".git", ".idea", "node_modules", "target");

	static MarkdownFile read(Path path) {
		try {
			return new MarkdownFile(path, Files.readAllLines(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Reads all of them.
	 */
	static Stream<MarkdownFile> all() {
		List<Path> found = new ArrayList<>();
		try {
			Files.walkFileTree(Repository.ROOT, new SimpleFileVisitor<>() {

				@Override
				public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
					return NOT_OURS.contains(String.valueOf(folder.getFileName())) ? FileVisitResult.SKIP_SUBTREE
							: FileVisitResult.CONTINUE;
				}

				@Override
				public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
					if (file.toString().endsWith(".md")) {
						found.add(file);
					}
					return FileVisitResult.CONTINUE;
				}

			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return found.stream().sorted().map(MarkdownFile::read);
	}

	/**
	 * Returns the lines outside of code blocks.
	 */
	List<String> prose() {
		List<Fence> fences = fences();
		return IntStream.range(0, this.lines.size())
			.filter((line) -> fences.stream().noneMatch((fence) -> fence.contains(line)))
			.mapToObj(this.lines::get)
			.toList();
	}

	List<Fence> fences() {
		return Fence.in(this.lines);
	}

	/**
	 * Returns the file with other lines between two of its lines.
	 */
	MarkdownFile with(int from, int to, List<String> replacement) {
		List<String> changed = new ArrayList<>(this.lines.subList(0, from));
		changed.addAll(replacement);
		changed.addAll(this.lines.subList(to, this.lines.size()));
		return new MarkdownFile(this.path, changed);
	}

	void write() {
		try {
			Files.writeString(this.path, String.join("\n", this.lines) + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return Repository.name(this.path);
	}

}
