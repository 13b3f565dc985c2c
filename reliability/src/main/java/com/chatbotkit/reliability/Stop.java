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

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The end of a soak, which a file tells.
 */
final class Stop {

	private static final long LOOK_MILLIS = 200;

	private Stop() {
	}

	static void await(Path folder) throws InterruptedException {
		while (!Files.exists(folder.resolve("stop"))) {
			Thread.sleep(LOOK_MILLIS);
		}
	}

}
