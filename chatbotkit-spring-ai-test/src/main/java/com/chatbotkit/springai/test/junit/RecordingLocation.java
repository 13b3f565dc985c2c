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

package com.chatbotkit.springai.test.junit;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

import com.chatbotkit.springai.test.record.RecordedEndpoint;
import org.junit.platform.commons.JUnitException;

/**
 * Locates the recording of a test class, in the test resources of its project and the
 * folder of its package.
 */
final class RecordingLocation {

	private RecordingLocation() {
	}

	static Path of(Class<?> testClass, String name) {
		String file = name.isEmpty() ? testClass.getSimpleName() + ".json" : name;
		Path folder = resources(testClass).resolve(testClass.getPackageName().replace('.', '/')).normalize();
		Path source = folder.resolve(file).normalize();
		if (!source.startsWith(folder) || source.equals(folder)) {
			throw new JUnitException("@RecordedChatBotKit(\"" + name + "\") of " + testClass.getName()
					+ " is not the name of a file next to the test: write for example \"conversation.json\"");
		}
		// A build may run tests without their sources.
		URL built = testClass.getResource(folder.relativize(source).toString().replace('\\', '/'));
		boolean isBuilt = built != null && built.getProtocol().equals("file");
		return (!Files.exists(source) && isBuilt && !RecordedEndpoint.isRecording()) ? path(built) : source;
	}

	private static Path resources(Class<?> testClass) {
		Path directory = RecordedEndpoint.directory();
		if (directory != null) {
			return directory.toAbsolutePath();
		}
		CodeSource classes = testClass.getProtectionDomain().getCodeSource();
		Path folder = (classes != null) ? path(classes.getLocation()) : Path.of("").toAbsolutePath();
		while (folder != null && !Files.isDirectory(folder.resolve("src/test"))) {
			folder = folder.getParent();
		}
		return ((folder != null) ? folder : Path.of("").toAbsolutePath()).resolve("src/test/resources");
	}

	private static Path path(URL url) {
		try {
			return Path.of(url.toURI());
		}
		catch (URISyntaxException ex) {
			throw new JUnitException("Cannot tell where " + url + " is", ex);
		}
	}

}
