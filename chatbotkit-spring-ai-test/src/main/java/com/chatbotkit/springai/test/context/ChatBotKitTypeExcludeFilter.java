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

package com.chatbotkit.springai.test.context;

import java.io.IOException;
import java.util.Set;

import org.springframework.ai.chat.client.ChatClientBuilderCustomizer;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Excludes the components that {@link ChatBotKitTest} does not name from the component
 * scan.
 */
final class ChatBotKitTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<ChatBotKitTest> {

	private final Set<Class<?>> components;

	ChatBotKitTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.components = Set.of(getAnnotation().getValue("components", Class[].class).orElse(new Class<?>[0]));
	}

	@Override
	protected boolean defaultInclude(MetadataReader metadataReader, MetadataReaderFactory metadataReaderFactory)
			throws IOException {
		return super.defaultInclude(metadataReader, metadataReaderFactory) || (this.components.isEmpty()
				&& metadataReader.getAnnotationMetadata().hasAnnotatedMethods(Tool.class.getName()));
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		return Set.of(Advisor.class, ToolCallback.class, ToolCallbackProvider.class, ChatClientBuilderCustomizer.class);
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return this.components;
	}

}
