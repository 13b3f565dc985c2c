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

package com.chatbotkit.springai.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.asm.ClassReader;
import org.springframework.util.ClassUtils;

/**
 * Finds the classes of this module without its tests.
 */
final class ModuleClasses {

	private static final int UTF8_CONSTANT = 1;

	private ModuleClasses() {
	}

	/**
	 * The URL of the folder they are in, with a slash at the end.
	 */
	static String location() {
		return ChatBotKitAutoConfiguration.class.getProtectionDomain().getCodeSource().getLocation().toString();
	}

	static ClassLoader loader() {
		return ChatBotKitAutoConfiguration.class.getClassLoader();
	}

	static List<Class<?>> all() {
		return files()
			.<Class<?>>map((file) -> ClassUtils
				.resolveClassName(new ClassReader(bytes(file)).getClassName().replace('/', '.'), loader()))
			.toList();
	}

	/**
	 * The texts in the code: literals, values of annotations, the fixed parts of texts
	 * that are put together.
	 */
	static Stream<String> texts() {
		return files().map((file) -> new ClassReader(bytes(file))).flatMap(ModuleClasses::texts);
	}

	private static Stream<String> texts(ClassReader type) {
		// The bytes of a constant follow its tag:
		// https://docs.oracle.com/javase/specs/jvms/se17/html/jvms-4.html#jvms-4.4
		return IntStream.range(1, type.getItemCount())
			.map(type::getItem)
			.filter((offset) -> offset > 0 && type.readByte(offset - 1) == UTF8_CONSTANT)
			.mapToObj((offset) -> text(type, offset));
	}

	private static String text(ClassReader type, int offset) {
		byte[] text = new byte[2 + type.readUnsignedShort(offset)];
		IntStream.range(0, text.length).forEach((i) -> text[i] = (byte) type.readByte(offset + i));
		try {
			return new DataInputStream(new ByteArrayInputStream(text)).readUTF();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Path> files() {
		try (Stream<Path> files = Files.walk(Path.of(URI.create(location())))) {
			return files.filter((file) -> file.toString().endsWith(".class") && !file.endsWith("package-info.class"))
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static byte[] bytes(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
