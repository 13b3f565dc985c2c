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

/**
 * Turns any JSON Schema into the schema dialect of ChatBotKit's endpoint.
 * <p>
 * Read {@link com.chatbotkit.springai.schema.ToolSchema} first, then
 * {@code SchemaLowering}: {@code SchemaReader} and one class for each group of keywords
 * fill a {@code SchemaDraft}, and {@code SchemaWriter} writes it. {@code InliningBudget}
 * decides which references are inlined. {@code ArgumentTypes} and {@code SchemaValidator}
 * convert the arguments of a call back.
 */
@NullMarked
package com.chatbotkit.springai.schema;

import org.jspecify.annotations.NullMarked;
