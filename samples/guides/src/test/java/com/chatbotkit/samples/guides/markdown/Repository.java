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

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files of this repository are.
 */
final class Repository {

	static final Path ROOT = find();

	/**
	 * What to run when a file should follow its source.
	 */
	static final String HOW_TO_UPDATE = "run .ci/docs --update, and look at what has changed";

	private Repository() {
	}

	/**
	 * Whether files are to be corrected instead of checked.
	 */
	static boolean isToBeUpdated() {
		return Boolean.getBoolean("docs.update");
	}

	static String name(Path file) {
		return ROOT.relativize(file).toString();
	}

	private static Path find() {
		Path folder = Path.of("").toAbsolutePath();
		while (!Files.exists(folder.resolve("docs/architecture.md"))) {
			folder = folder.getParent();
		}
		return folder;
	}

}
