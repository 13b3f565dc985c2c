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

package com.chatbotkit.springai.test.aot;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * Registers what the emulator needs in a native image: the files of its page, and the
 * records that Jackson reads or writes. The client, the starter and the endpoint need no
 * hints, because they process JSON as tokens or trees.
 */
final class EmulatorRuntimeHints implements RuntimeHintsRegistrar {

	private static final String ROOT = "com.chatbotkit.springai.test";

	/**
	 * Referenced by name because these types are package-private. The types of their
	 * components are registered with them.
	 */
	private static final List<String> JSON = List.of(ROOT + ".page.Step", ROOT + ".record.Recording");

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern(ROOT.replace('.', '/') + "/page/page.*");
		JSON.forEach((name) -> this.bindings.registerReflectionHints(hints.reflection(),
				ClassUtils.resolveClassName(name, classLoader)));
	}

}
